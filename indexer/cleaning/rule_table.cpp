// The table of cleaning rules (rules.h says what a row is). Patterns see sentences in plain form (lines.h): lower case, straight quotes,
// "-" for every dash, "|" for bullets, no full stop at the end. A raw string is one alternative or a few short ones.
#include "indexer/cleaning/rule_table.h"

namespace broadsheet {
namespace {

using enum RuleZone;
using enum RuleStrength;
using enum RuleEffect;

// clang-format off
constexpr Fragment kFragments[] = {
    {"{please}",
     R"((?:please |kindly |just |simply |and |or |now,? |to continue,? |click here to |click to |tap to |you can |you may |you must |you need to |you'll need to |want to )*)"},
    {"{this}",
     R"((?:this|the rest of this|the full|our|all)(?: \w+)? (?:articles?|story|stories|posts?|page|content|report|newsletter|column|feature|edition|piece|video|site|website))"},
    {"{join}",
     R"(subscribe|sign[ -]?up|sign[ -]?in|log[ -]?in|log on|login|register|join|upgrade)"
     R"(|become an? (?:\w+ ){0,2}(?:subscriber|member|supporter|patron)|create (?:an|a|your) (?:\w+ )?account)"
     R"(|start (?:your|a|my)(?: \w+){0,2} (?:trial|subscription|membership)|choose (?:a|your) (?:\w+ )?plan)"},
    {"{network}",
     R"(facebook|fb|twitter|x|x/twitter|linkedin|linked in|whatsapp|reddit|pinterest|e-?mail|mail|telegram|instagram)"
     R"(|tiktok|youtube|threads|bluesky|mastodon|messenger|flipboard|pocket|tumblr|print|copy link|link|copy|save|share)"
     R"(|tweet|pin|pin it|sms|line|vk|xing|rss|google news|apple news|google|apple|signal|snapchat|gift|gift article)"
     R"(|more|bookmark|comments?|like|post|text|text size|font size|listen|download|republish)"},
    {"{month}",
     R"((?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|januar|februar|märz|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\.?)"},
    {"{day}",
     R"((?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\.?,? )?)"},
    {"{clock}",
     R"(\d{1,2}(?:[:.h]\d{2}){0,2} ?(?:[ap]\.?m\.?)?(?: ?\(?(?:[a-z]{1,5}(?:[+-]\d{1,4}(?::\d\d)?)?)\)?)?)"},
    {"{date}",
     R"({day}(?:{month} \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?|\d{1,2}(?:st|nd|rd|th|er)?\.? (?:of |de )?{month},?(?: (?:de )?\d{4})?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:t[\d:.+z-]+)?)"},
    {"{ago}",
     R"((?:\d+|an?|one|two|three|few) ?(?:s|m|h|d|w|mo|y|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?|secs?|seconds?)(?: ago)?)"},
    {"{minutes}",
     R"((?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?:[:.]\d+)?(?: ?- ?\d+)? ?-?(?:mins?\.?|minutes?|m|words?|seconds?|secs?|hours?|hrs?))"},
    {"{price}",
     R"([$£€] ?\d[\d.,]*(?: ?(?:a|per|/|for|each|every|in|your)(?: ?\d+)? ?(?:first )?(?:day|week|month|year|mo|issue|yr|wk)\w*)?)"},
    {"{reporter}",
     R"((?:\w+[ -]){0,4}(?:reporter|correspondent|(?:staff|senior|freelance|science|sports|political|business|technology|culture|food|features?) writer|columnist|journalist|(?:\w+ )?editor|bureau chief|contributor|contributing \w+|critic|photojournalist|fellow|producer|writer|humorist|novelist|author|professor|analyst|photographer|broadcaster|historian|essayist|poet|lecturer|economist|podcaster|illustrator))"},
    {"{when}",
     R"((?:first |last |originally )?(?:published|posted|updated|created|modified|revised|issued|publié|veröffentlicht|aktualisiert|actualizado|publicado|mis à jour|date|last update|stand|uploaded|filed|print edition|live)(?: (?:on|at|le|am|el|um))?)"},
    {"{moment}",
     R"(\(?(?:{date}|{ago}|{clock}|today|yesterday|just now)\)?)"},
    {"{rest-of-time}",
     R"((?:(?: ?[,|/-] ?| at | um | à | (?:updated|published|posted|last updated|modified|first published|mis à jour)(?: on| at| à)? ?:? ?| )?(?:{moment}|à {clock}|\d{4}|{minutes} read))*)"
     R"((?:(?: ?[|,/-] ?| )(?:by .+|{minutes} read|{minutes}|\d+ comments?|local time|gmt|utc|[a-z]{2,4}|\d+ views))?(?: ?[|/] ?[\w .&'-]{3,40})?)"},
    {"{agency}",
     R"(reuters|ap|afp|getty(?: images)?|getty images?|associated press|ap photo|epa|epa-efe|bloomberg|shutterstock)"
     R"(|istock|alamy|unsplash|pexels|pixabay|flickr|handout|file photo|wikimedia commons|pa wire|pa media|pa images)"
     R"(|xinhua|tass|nasa|creative commons)"},
};
// clang-format on

constexpr std::string_view kPayTopic = R"(\b(?:paywalls?|subscri\w+|free articles?|memberships?|subscription fees?)\b)";
constexpr std::string_view kMailTopic = R"(\b(?:newsletters?|mailing lists?|inbox(?:es)?|unsubscrib\w+|subscri\w+)\b)";
constexpr std::string_view kCookieTopic = R"(\b(?:cookies?|consent|tracking|privacy)\b)";
constexpr std::string_view kScriptTopic = R"(\b(?:javascript|browsers?|ad[ -]?block\w*|robots?|captchas?)\b)";
constexpr std::string_view kShareTopic =
    R"(\b(?:shar(?:e|ing) (?:this|it|them|links?|articles?|buttons?)|retweet\w*|social media buttons?|i never read the comments)\b)";
constexpr std::string_view kRightsTopic = R"(\b(?:copyrights?|licen[cs]e[sd]?|licen[cs]ing|reproduced?|reproduction|trademarks?)\b)";
constexpr std::string_view kPhotoTopic = R"(\b(?:photograph(?:s|er|ers|y)?|portraits?|darkroom)\b)";
constexpr std::string_view kNoticeTopic =
    R"(\b(?:paywalls?|subscri\w+|memberships?|newsletters?|mailing lists?|unsubscrib\w+|cookies?|consent|privacy|javascript|browsers?|ad[ -]?block\w*|robots?|captchas?|advertis\w+|copyrights?)\b)";
constexpr std::string_view kRelatedTopic = R"(\b(?:headlines?|clickbait)\b)";

// clang-format off
constexpr CleaningRule kRules[] = {

    // ---- A page that could not be shown
    {.id = "verify-access", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"((?:we are|we're|please wait while we|one moment while we) (?:\w+ )?(?:verify|check|confirm|validat)\w* (?:your |the |that )?.*\b(?:access|subscription|account|status|credentials|login)\b.*)"
         R"(|(?:verify|check|confirm|validat)ing (?:your )?(?:\w+ )?(?:access|subscription|account|status|credentials)\b.*)",
     .topic = kPayTopic,
     .reason = "the page stopped to look whether the reader may read it",
     .example = "Thank you for your patience while we verify access.",
     .counter = "The bank said it had to verify access to the account."},
    {.id = "verify-access", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"(.*\bwhile we (?:\w+ )?(?:verify|check|confirm|validate)\b.*\b(?:access|subscription|account|status|credentials|login)\b.*)",
     .topic = kPayTopic,
     .reason = "the page stopped to look whether the reader may read it",
     .example = "",
     .counter = ""},
    {.id = "verify-access", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"(.*\breader mode\b.*\b(?:exit|leave|log|sign|turn|switch|close|subscrib)\w*.*)"
         R"(|.*\b(?:exit|leave|turn off|switch off|close)\b.*\breader mode\b.*)",
     .topic = kPayTopic,
     .reason = "an order to leave the reader mode",
     .example = "If you are in Reader mode please exit and log into your account.",
     .counter = "Reader mode hides the pictures."},
    {.id = "load-failure", .zone = edge, .strength = sure, .effect = truncated, .max_bytes = 240,
     .pattern =
         R"((?:{this}|(?:the|this|part of this|the rest of the|the full|the remainder of (?:the|this)) ?(?:article|story|page|text|content|post)?)(?: \w+)? (?:could not|couldn't|cannot|can't|can not|failed to|did not|didn't) (?:be )?(?:load|loaded|display|displayed|shown?|retriev\w*|fetch\w*|open\w*)\b.*)"
         R"(|we (?:could not|couldn't|cannot|can't|were unable to|are unable to|failed to) (?:load|display|show|retrieve|open|find|fetch) (?:the|this|your|that|part)\b.*)"
         R"(|if (?:the|this|your) (?:content|page|article|story|video)\b.*(?:does not|doesn't|fails|is not|isn't|won't)\b.*)"
         R"(|(?:something went wrong|an error (?:has )?occurred|oops).*|(?:loading|please wait)\b.*)",
     .topic = "",
     .reason = "the scraper saw an error instead of the text",
     .example = "We are having trouble retrieving the article content.",
     .counter = "The officers had trouble retrieving the car.", .is_evidence = false},
    {.id = "load-failure", .zone = edge, .strength = sure, .effect = truncated, .max_bytes = 240,
     .pattern =
         R"(.*\b(?:having|had|have) (?:some )?(?:trouble|difficulty|problems) (?:retrieving|loading|displaying|showing|opening|fetching) (?:the|this|your) (?:\w+ )?(?:articles?|content|page|story|text|post|site|information|data|video)\b.*)",
     .topic = "",
     .reason = "the scraper saw an error instead of the text",
     .example = "",
     .counter = "", .is_evidence = false},
    {.id = "script-notice", .zone = edge, .strength = sure, .effect = none, .max_bytes = 240,
     .pattern =
         R"({please}(?:enable|turn on|switch on|activate|allow|disable|turn off|switch off|deactivate|whitelist|pause)\b.*\b(?:javascript|java script|cookies|ad[ -]?block\w*|browser extensions?|scripts?|vpn)\b.*)"
         R"(|(?:javascript|cookies|scripts?)(?: \w+)? (?:is|are|seems?|must|appears?|needs?)\b.*\b(?:disabled|enabled|turned|required|blocked|off|available|supported)\b.*)"
         R"(|(?:you need to|you must|please make sure|make sure|ensure|this|it looks like|it seems|it appears|we(?:'ve| have)? (?:noticed|detected|see|recommend))\b.*\b(?:javascript|ad[ -]?block\w*|(?:your|web) browser)\b.*)"
         R"(|your browser (?:does not|doesn't|is not|isn't|may not|cannot|can't)\b.*)"
         R"(|if you are having trouble viewing this page.*)"
         R"(|try (?:disabling|another browser|a different browser|refreshing|reloading).*)"
         R"(|your browser is\b.*)",
     .topic = kScriptTopic,
     .reason = "an order to the browser",
     .example = "Please enable JavaScript in your browser settings.",
     .counter = "The worm needs JavaScript to spread, researchers said."},
    {.id = "robot-check", .zone = edge, .strength = sure, .effect = none, .max_bytes = 240,
     .pattern =
         R"((?:checking|verifying) (?:your browser|that you are|if the site connection|you are).*)"
         R"(|(?:please |to continue,? )*(?:verify|confirm|prove) (?:that )?you(?:'re| are)\b.*)"
         R"(|(?:please )?complete the (?:security check|captcha)\b.*|(?:performance (?:&|and) )?security by cloudflare)"
         R"(|(?:cloudflare )?ray id\b.*|access (?:to this (?:page|site|article) (?:has been |is )?)?denied.*)"
         R"(|reference id\b.*|why did this happen|need help)"
         R"(|(?:you have been|you are being|your request was|this request was|your access was) (?:blocked|flagged|rate limited|redirected)\b.*)"
         R"(|(?:please )?stand by while we are checking.*|error \d{3}\b.*)",
     .topic = kScriptTopic,
     .reason = "a check for robots",
     .example = "Please verify you are a human",
     .counter = "Verify everything, she said."},
    {.id = "robot-check", .zone = edge, .strength = sure, .effect = none, .max_bytes = 240,
     .pattern =
         R"(.*\b(?:unusual|suspicious|automated) (?:traffic|activity|requests?)\b.*\byour?\b.*)"
         R"(|.*\byou(?:'re| are)(?: not)? (?:a |an )?(?:robot|bot|human)\b.*|.*\busing automat\w+ tools\b.*)",
     .topic = kScriptTopic,
     .reason = "a check for robots",
     .example = "We have detected unusual traffic from your network.",
     .counter = "Police noticed unusual traffic on the coast road."},
    {.id = "robot-check", .zone = edge, .strength = likely, .effect = none, .max_bytes = 240,
     .pattern =
         R"(.*\bplease contact (?:our|the|your)?.*(?:support|customer|administrator)\b.*)",
     .topic = kScriptTopic,
     .reason = "whom to ask about the check",
     .example = "",
     .counter = "If you have questions, please contact support@cloud.example."},

    // ---- Payment and registration
    {.id = "paywall-notice", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"((?:already|are you(?: already)?|not(?: yet)?|still not|new|current|existing|print)\b(?: \w+){0,2} (?:subscriber|member|subscribed|registered|signed up|customer)s?\b.*)"
         R"(|(?:already )?(?:have|got) an? (?:\w+ )?(?:account|subscription|login)\b.*)"
         R"(|(?:don't|do not|no|need an?) (?:have )?(?:an )?(?:account|subscription)\b.*)"
         R"(|(?:new|returning) (?:here|users?|customers?|readers?|visitors?)\b.*|(?:forgot|reset) (?:your )?password)",
     .topic = kPayTopic,
     .reason = "asks whether the reader has an account",
     .example = "Already a subscriber? Log in.",
     .counter = "He was already a member of the party."},
    {.id = "paywall-notice", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"({please}(?:{join}|unlock|continue|keep (?:on )?reading|purchase|pay|buy|access|read|view|finish reading|support)\b(?:.*\b)?(?:to (?:continue|keep|finish|read|view|access|unlock|see|get|enjoy|go on)|continue|keep) ?(?:on )?(?:reading|access|viewing|this|the|all|full|our|unlimited|more|every\w*|it|your)\b.*)",
     .topic = kPayTopic,
     .reason = "payment or registration, in order to read",
     .example = "Subscribe to continue reading.",
     .counter = "She went to the library to continue reading law."},
    {.id = "paywall-notice", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"(to (?:continue|keep|finish|go on|read|view|access|unlock)\b.*\b(?:{join}|subscription|account|logged in|signed in|subscriber|registered|upgrade)\b.*)"
         R"(|{please}(?:continue|keep|finish|resume) reading\b.*\b(?:subscri\w+|trial|free|account|with|for|register\w*|member\w*)\b.*)",
     .topic = kPayTopic,
     .reason = "reading, by payment or registration",
     .example = "To read the rest of this story, subscribe or log in.",
     .counter = "To get an account, miners need an address."},
    {.id = "paywall-notice", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"((?:this|the rest of this|the rest of the|the full|full|rest of the)(?: \w+){0,2} (?:articles?|story|post|content|page|report|column|feature|edition|piece|video|analysis|version|access)\b.*\b(?:subscribers?|members?|subscription|paid|paying|registered|once you register|register\w*|members?-only|subscriber-only|log(?:ged)? in|sign(?:ed)? in|premium|behind (?:a|our) paywall)\b.*)"
         R"(|(?:this is|you(?:'ve| have) (?:found|hit|reached)) (?:an? )?(?:\w+ )?(?:subscriber|member|premium|paywall)\b.*)"
         R"(|(?:subscriber|member|premium|exclusive|plus|reserved|locked)s?[- ](?:only|exclusive|content|access|article|story|benefit)s?\b.*)"
         R"(|(?:only|exclusive(?:ly)?|reserved|available)(?: available)?(?: only)? (?:for|to) (?:\w+ ){0,2}(?:subscribers|members|supporters)\b.*)"
         R"(|for (?:\w+ )?(?:subscribers|members) only)",
     .topic = kPayTopic,
     .reason = "the text is for those who pay",
     .example = "This article is for subscribers only.",
     .counter = "This group has 300 members."},
    {.id = "paywall-notice", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"((?:you|you've|you're|your)\b.*\b(?:articles?|stories|article limit|limit|free reads?|free views?|preview|monthly allowance|stories left|trial|subscription|account)\b.*(?:\b(?:reached|read|used|left|remaining|run out|viewed|exceeded|expired|ended|ends?|over|complete|reading|required|does not|doesn't|needed)\b.*))"
         R"(|you(?:'ve| have)?(?: now)? (?:reached|read|used|hit|exceeded|viewed|run out of)\b.*\b(?:articles?|stories|limit|reads|views|previews?)\b.*)"
         R"(|you have \w+ (?:free )?(?:articles?|stories|reads|views)\b.*)"
         R"(|\d+ (?:free )?(?:articles?|stories) (?:left|remaining)\b.*|you must be (?:a |an |logged|signed|registered).*)"
         R"(|you (?:are|'re) (?:currently )?(?:not )?(?:logged|signed|reading a).*)",
     .topic = kPayTopic,
     .reason = "counts what the reader has read",
     .example = "You have reached your limit of free articles.",
     .counter = "You have read about such limits."},
    {.id = "paywall-notice", .zone = edge, .strength = probable, .effect = paywall,
     .pattern = kReadingVocabulary,
     .topic = kPayTopic,
     .reason = "speaks of nothing but reading and paying (vocabulary.h)",
     .example = "This article is free once you register.",
     .counter = "She read about the trial and left."},
    {.id = "subscription-pitch", .zone = edge, .strength = probable, .effect = paywall,
     .pattern =
         R"((?:{please}(?:get|try|enjoy|unlock|access|start|buy|give|gain|receive|save)|unlimited|full|all[- ]access|limited[- ]time(?: offer)?|special offer|introductory offer|exclusive|your) ?(?:.*\b)?(?:unlimited|digital|all[- ]access|full|premium|complete|ad-free|free trial|trial|subscription|subscribing|e-?paper|e-edition|membership|a day pass|print edition)\b.*\b(?:access|reading|pass|subscription|content|articles|offer|edition|membership|trial|journalism|newspaper|price|{price}|month\w*|weeks?|today|now|benefits|plans?)\b.*)",
     .topic = kPayTopic,
     .reason = "offers a subscription",
     .example = "Get unlimited digital access for $1 a week.",
     .counter = "Get the dog off the bed."},
    {.id = "subscription-pitch", .zone = edge, .strength = probable, .effect = paywall,
     .pattern =
         R"((?:{please}(?:{join}|unlock|try|get|save|enjoy|pay|read|it's|it is|now|today)|only|just|from|for (?:only|just)|limited[- ]time(?: offer)?|special offer|offer|introductory offer|sale|\d+ (?:weeks|months))\b.*{price}.*)"
         R"(|(?:cancel|no commitment|no contract|billed|renews?|then)\b.*\b(?:any ?time|monthly|annually|automatically|{price}).*)",
     .topic = kPayTopic,
     .reason = "names a price",
     .example = "Unlock this article for $1.",
     .counter = "Only two tickets were sold for $5 each, he said."},
    {.id = "subscription-pitch", .zone = edge, .strength = probable, .effect = none,
     .pattern =
         R"((?:before you go|(?:register|sign up|subscribe|log in) (?:now|today|here|below|free)|(?:want|love|like|enjoy(?:ing)?|need|looking for|interested in) (?:more|all of|unlimited|full|our|this|what|reading|the (?:latest|best|full)|stories|news|great|to (?:read more|stay|keep|support us|hear more)))\b.+)"
         R"(|{please}subscribe(?: now| today| here| for free)?|subscribe (?:now|today|here)\b.*|subscribe to .+)"
         R"(|why (?:subscribe|am i seeing this)|(?:view|see|compare) (?:all )?(?:subscription )?(?:offers|options|plans))"
         R"(|(?:gift|give) (?:this|an?) (?:article|subscription|gift))"
         R"(|support (?:our|quality|independent|local|great|fearless|trusted|in-depth|the) .*journalism.*)"
         R"(|(?:see|view|choose|compare|explore|browse) (?:all |our |your )?(?:subscription|membership|plan|offer)s?\b.*)"
         R"(|support .{2,40}\b(?:journalism|reporting|news|newspaper|newsroom)\b.*|subscribe.{0,40})",
     .topic = kPayTopic,
     .reason = "offers more of the outlet",
     .example = "Want all of The Times? Subscribe.",
     .counter = "Want to know what she did next?"},
    {.id = "paywall-notice", .zone = edge, .strength = sure, .effect = paywall, .max_bytes = 240,
     .pattern =
         R"((?:sie haben|bereits|noch kein|jetzt|mit|lesen sie|um|dieser|diesen|dieses|als|nur|exklusiv)\b.*(?:abonn|abo\b|anmeld|registrier|weiterlesen|kostenlos|freischalt|testen|plus-).*)"
         R"(|jetzt weiterlesen.*|zum abo.*)"
         R"(|(?:cet|article|il vous reste|la suite|déjà|abonnez-vous|connectez-vous|pour lire|pour continuer|lisez|contenu|réservé).*(?:abonn|réserv|connect|inscri|compte|à lire|la suite).*)"
         R"(|abonnez-vous.*)"
         R"(|(?:suscríbe|regístra|inicia sesión|para seguir|contenido|este artículo|este contenido|hazte|ya eres|¿ya eres|¿eres).*(?:suscri|regístr|sesión|leyendo|lector|exclusiv|cuenta|socio).*)"
         R"(|suscríbete.*)",
     .topic = R"(\b(?:abo|abos|abonn\w+|gedichte?\w*|paywall)\b)",
     .reason = "the same in German, French and Spanish",
     .example = "Sie haben bereits ein Abo? Hier anmelden",
     .counter = "Jetzt ist er Bauer."},
    {.id = "share-line", .zone = edge, .strength = probable, .effect = none, .max_bytes = 90,
     .pattern =
         R"((?:partager|teilen|compartir|compartilhar|ajouter à|ajouter aux|imprimer|drucken|imprimir|enviar|merken|artikel|envoyer|commenter|kommentieren|comentar|écouter|anhören|escuchar|suivre|folgen|seguir)(?:(?: (?:vos|favoris|en|sur|auf|por|par|l'article|article|diesen|diesen artikel|artikel|este|artículo|facebook|twitter|x|whatsapp|linkedin|e-?mail|correo|telegram|via|drucken|merken|teilen|à|noticia|esta))*))",
     .topic = "",
     .reason = "the same in German, French and Spanish",
     .example = "Partager sur Facebook",
     .counter = "Partager le pain est un devoir."},

    // ---- Consent
    {.id = "consent-notice", .zone = anywhere, .strength = probable, .effect = none, .max_bytes = 300,
     .pattern =
         R"(.*\bcookies\b.*\b(?:we|our|you|your|partners|settings|policy|necessary|preferences|consent|personali[sz]e|improve|experience|choices)\b.*)"
         R"(|.*\b(?:we|our|you|your|partners|necessary|preferences|consent|this site|this website)\b.*\bcookies\b.*)",
     .topic = kCookieTopic,
     .reason = "speaks of cookies",
     .example = "The Harbor Post and its partners use cookies.",
     .counter = "The cookies were eaten."},
    {.id = "consent-notice", .zone = anywhere, .strength = sure, .effect = none, .max_bytes = 300,
     .pattern =
         R"((?:we|we and|our|this (?:web)?site|our (?:web)?site|these|some of these|this page|this embed|this content|to view this|to see this|to give you|by (?:continuing|using|clicking|closing|accepting)|privacy ?(?:&|and) ?cookies|if you (?:continue|accept|agree|click)|to find out more|for more information|you can (?:manage|change|withdraw|opt)|necessary|functional|you(?:'ll| will| need to) (?:need|have|accept|allow|enable)|allow)\b.*\b(?:cookies?|similar technolog\w+|your privacy|privacy settings|privacy policy|cookie policy|tracking technolog\w+|legitimate interest|personal data)\b.*)",
     .topic = kCookieTopic,
     .reason = "asks for consent",
     .example = "We use cookies to improve your experience.",
     .counter = "Ministers agreed on how sites may use cookies."},
    {.id = "consent-notice", .zone = edge, .strength = probable, .effect = none, .max_bytes = 300,
     .pattern =
         R"(we value your privacy|we care about your privacy)"
         R"(|your privacy(?: is important to us)?(?: (?:choices|rights|options|settings))?)"
         R"(|(?:your )?(?:california|us|u\.s\.|ad|privacy|cookie|cookies|consent)(?: privacy)? (?:choices|rights|options|settings|preferences|notice|policy|statement|consent))"
         R"(|(?:accept|reject|allow|decline|manage|agree to|refuse)(?: and (?:continue|close))?(?: all| necessary| only| essential| non-essential)?(?: cookies?| cookie preferences| preferences| choices| settings| consent| options)?)"
         R"(|cookie (?:settings|policy|preferences|consent)|do not (?:sell|share)\b.*)"
         R"(|(?:i|yes, i) (?:agree|accept|consent).*|more options|got it|learn more(?: about (?:cookies|our .*))?)"
         R"(|(?:wir|diese (?:website|seite)) .*\bcookies\b.*|(?:nous utilisons|ce site utilise) (?:des|les) cookies.*)"
         R"(|(?:utilizamos|usamos|este sitio utiliza) cookies.*|manage (?:cookie|your|my|all|consent|privacy)\b.*)"
         R"(|(?:accept|reject|save|confirm|allow)(?: (?:all|my|selected|and|&|close|continue|choices|cookies|necessary|essential|only|settings|preferences|selection))+)"
         R"(|(?:read|see|view|learn more about) (?:our|the) (?:\w+ )?(?:cookie|privacy)\b.*|(?:strictly )?(?:necessary|functional|marketing|analytics|performance|advertising) cookies\b.*)"
         R"(|(?:choose|click|press|select|tap) .*\b(?:accept|agree|continue|settings|consent)\b.*)",
     .topic = kCookieTopic,
     .reason = "a button or heading of a consent form",
     .example = "Accept all cookies",
     .counter = "Accept one, or reject all."},
    {.id = "consent-notice", .zone = anywhere, .strength = probable, .effect = none, .max_bytes = 300,
     .pattern =
         R"((?:by (?:signing|subscribing|registering|submitting|entering|clicking|providing|joining|continuing|creating|using))\b.*\b(?:terms|policy|consent|agree\w*)\b.*)"
         R"(|(?:privacy|newsletter)s? notice\b.*|this site is protected by recaptcha.*)"
         R"(|(?:terms|privacy|cookies?|legal|imprint|accessibility|about|contact|careers|advertise|help|sitemap|faq)(?: (?:of|&|and) (?:use|service|conditions|cookies|us|with us|privacy|sale))?(?: policy| statement| notice| settings| us| with us)?(?: ?[|/,] ?.+)+)",
     .topic = kCookieTopic,
     .reason = "the small print of a form",
     .example = "By signing up you agree to our terms.",
     .counter = "By entering the house they broke the law."},

    // ---- Newsletters, apps, donations
    {.id = "newsletter-pitch", .zone = anywhere, .strength = probable, .effect = none, .max_bytes = 240,
     .pattern =
         R"((?:.*[:,] )?{please}(?:sign[ -]?up|subscribe|register|join|enter|get|receive|start|click|follow|stay|manage|add|don't miss|never miss|enjoy\w*|like what|want|for more|try)\b.*\b(?:newsletters?|e-?mail (?:updates?|alerts?|address|list)|your e-?mail|by e-?mail|inbox|mailing list|digest|daily briefing|morning briefing|delivered to you|straight to you|breaking news alerts?|news alerts?|notifications?)\b.*)"
         R"(|(?:please )?enter (?:a |your )(?:valid )?e-?mail\b.*)"
         R"(|(?:receive|get|read|discover)\b.*\b(?:best|top|latest|biggest|most important) (?:stories|news|reads|headlines|articles|of)\b.*)"
         R"(|(?:stay|keep) (?:in the loop|informed|up to date|up-to-date|connected|in touch)\b.*)"
         R"(|(?:enjoying|liked|enjoyed|love|like) (?:this|our|what|the|reading)\b.*)"
         R"(|(?:thanks|thank you) for reading\b.*|(?:an? |some )?(?:error|problem) (?:has )?occurred\b.*|please try again\b.*|something went wrong\b.*)",
     .topic = kMailTopic,
     .reason = "asks for the reader's address",
     .example = "Sign up for our newsletter.",
     .counter = "The club will start a newsletter in May."},
    {.id = "newsletter-pitch", .zone = anywhere, .strength = probable, .effect = none, .max_bytes = 240,
     .pattern =
         R"(.*\b(?:in|to|into) your (?:inbox|mailbox|e-?mail)\b.*)",
     .topic = kMailTopic,
     .reason = "asks for the reader's address",
     .example = "",
     .counter = ""},
    {.id = "newsletter-pitch", .zone = anywhere, .strength = probable, .effect = none, .max_bytes = 240,
     .pattern =
         R"((?:thanks|thank you) for (?:signing up|subscribing|your interest|registering).*)"
         R"(|you(?:'ve| have| are|'re)?(?: now| been| already| successfully)* (?:subscribed|signed up|added to (?:our|the) (?:mailing )?list).*)"
         R"(|an error occurred while (?:signing|subscribing|submitting).*)"
         R"(|(?:please )?(?:check|enter) (?:a valid|your) e-?mail.*|(?:you can |you may )?unsubscribe (?:at )?any ?time.*)"
         R"(|you (?:can|may) (?:unsubscribe|opt out)\b.*|you(?:'re| are) receiving this\b.*)"
         R"(|(?:update|manage|change) your (?:e-?mail )?preferences.*|(?:click (?:here )?to )?unsubscribe\b.*)"
         R"(|already signed up.*|(?:e-?mail address|your e-?mail(?: address)?|first name|last name))"
         R"(|sign up (?:now|here|today|for free|below)|we(?:'ll| will) (?:never|not) (?:share|sell|spam)\b.*|no spam\b.*)"
         R"(|(?:newsletters?|the .+ newsletter) ?(?:sign[ -]?up)?|sign[ -]?up(?: (?:to|for|and get) .+)?)",
     .topic = kMailTopic,
     .reason = "a form for the reader's address",
     .example = "Thanks for signing up!",
     .counter = "They thanked the volunteers for signing up early, he said."},
    {.id = "newsletter-pitch", .zone = anywhere, .strength = probable, .effect = none, .max_bytes = 240,
     .pattern =
         R"({please}(?:get|start|end|begin|stay|keep up|be the first|never miss|don't miss)\b.*\b(?:our|news|stories|headlines|day|week|updates?|up to date|in the loop|informed|on top of|best of|a story|an update|a beat|free)\b.*)"
         R"(|(?:delivered|sent|in your inbox|out|published|free)\b.*\b(?:every|each|daily|weekly|weekdays|monthly|mornings?|weekends?|mondays?|fridays?|sundays?)\b.*)"
         R"(|the (?:best|week|day|latest|biggest|top)\b.*\b(?:every|each|in your inbox|to your inbox|in one e-?mail|delivered)\b.*)",
     .topic = kMailTopic,
     .reason = "the pitch of a newsletter",
     .example = "Get the latest headlines every morning.",
     .counter = "Get the boats in, he shouted."},
    {.id = "app-pitch", .zone = edge, .strength = probable, .effect = none,
     .pattern =
         R"({please}(?:download|get|install|open|try|use|read|continue|listen)\b.*\b(?:app|apps|app store|google play|play store)\b.*)"
         R"(|(?:available|get it|download it|download) (?:on|from|for|in|now on)\b.*\b(?:app store|google play|play store|ios|android|iphone)\b.*)"
         R"(|(?:turn on|enable|allow|get|switch on) (?:\w+ )?(?:push )?(?:notifications?|alerts?)\b.*)"
         R"(|(?:this|our) (?:article|story|app)\b.*\b(?:in (?:our|the) app|app)\b.*|get the app|scan the qr code.*)"
         R"(|(?:open|view|read|continue) in (?:the )?app|the .* app (?:is|has|lets|gives|works|sends)\b.*)"
         R"(|add .+ (?:as a preferred source|to (?:your )?home ?screen)\b.*)"
         R"(|(?:get|read) .+ on (?:your )?(?:phone|mobile|the go)\b.*)"
         R"(|scan the .*\b(?:code|qr)\b.*)",
     .topic = "",
     .reason = "the outlet's app",
     .example = "Download our app for the latest news.",
     .counter = "The app was downloaded a million times."},
    {.id = "app-pitch", .zone = edge, .strength = probable, .effect = none,
     .pattern =
         R"(.*\bopen in (?:the )?app)",
     .topic = "",
     .reason = "the outlet's app",
     .example = "",
     .counter = ""},
    {.id = "donation-pitch", .zone = edge, .strength = probable, .effect = none, .max_bytes = 240,
     .pattern =
         R"({please}(?:donate|support (?:us|our|this|the|independent|local|quality|\w+'s)|become (?:a|an) (?:\w+ ){0,2}(?:supporter|patron|donor|sustainer|friend|member)|help (?:us|keep|support|fund|sustain)|make (?:a|your) (?:\w+ )?(?:donation|contribution|gift)|contribute|chip in|give (?:today|now)|buy (?:me|us) a coffee|consider (?:making|donating|supporting|a donation))\b.*)"
         R"(|(?:every|your|any) (?:contribution|donation|gift|dollar|support|pound|euro)\b.*)"
         R"(|(?:we|our (?:journalism|newsroom|reporting|work|site)) (?:rely|depends?|relies|depend|is funded|are funded|is made possible|need your|can't do|couldn't|exist)\b.*)"
         R"(|(?:this|our) (?:journalism|reporting|work|site|newsroom|article|podcast|story)\b.*\b(?:reader|readers|donations?|contributions?|supporters?|support from|your support|free for (?:all|everyone))\b.*)"
         R"(|(?:make|give|send) (?:a|an|your) (?:[\w-]+ ){0,2}(?:gift|donation|contribution|pledge)\b.*)"
         R"(|if you (?:value|like|enjoy|appreciate|believe in|can|find)\b.*\b(?:reporting|journalism|work|story|support\w*|contribut\w+|donat\w+|give)\b.*)"
         R"(|(?:no|without) (?:ads|paywall|shareholders|billionaire)\b.*)",
     .topic = "",
     .reason = "asks for money",
     .example = "Help us keep this site free for all.",
     .counter = "Help arrived after an hour."},
    {.id = "donation-pitch", .zone = edge, .strength = probable, .effect = none, .max_bytes = 240,
     .pattern =
         R"(.*\b(?:is|are|we're) (?:a |an )?(?:[\w-]+ ){0,3}(?:nonprofit|non-profit|reader-supported|reader-funded|member-supported|independent)\b.*\b(?:readers?|donations?|support|members?|you|people like)\b.*)",
     .topic = "",
     .reason = "asks for money",
     .example = "",
     .counter = ""},

    // ---- Sharing, comments, listening
    {.id = "share-line", .zone = edge, .strength = probable, .effect = none, .max_bytes = 90,
     .pattern =
         R"({please}(?:share|tweet|email|e-mail|print|post|pin|save|copy|gift|forward|send|recommend|bookmark)(?: (?:this|the|full|on|via|to|by|with|a|link|article|story|post|page|it|your|us|social|media|friends?|facebook|twitter|x|linkedin|whatsapp|reddit|e-?mail|pinterest|telegram|bluesky|threads|mastodon|flipboard|friend|link|copied|icon|options|tools|feedback|thoughts|pin|for later|:|and|or))*)"
         R"(|{network}(?: ?[|,/&+-]? ?{network}){1,14}|(?:click|tap) to (?:share|e-?mail|print|tweet|copy|expand)\b.*)"
         R"(|link copied(?: to clipboard)?|copied(?: to clipboard)?|copy (?:link|url)(?: to clipboard)?)"
         R"(|(?:\d[\d.,]*k? )?(?:shares?|likes?|retweets?|views?|reactions?|upvotes?)(?: \d[\d.,]*k?)?)"
         R"(|like (?:this|loading)(?:\.\.\.)?|like us on .*|found this (?:useful|interesting|helpful).*)"
         R"(|(?:did you )?(?:like|enjoy|love)d? (?:this|what you).*|pass it on)"
         R"(|share (?:your )?(?:thoughts|opinion|views)\b.*|share(?:d)? (?:this|on|via)\b.*)"
         R"(|(?:add|save) to (?:reading list|favou?rites|bookmarks|saved|my list|list)\b.*|send to .*|read later)"
         R"(|(?:join|follow) (?:our|the|us on) .*\b(?:whatsapp|telegram|discord|channel|group)\b.*|share ?:?)"
         R"(|share (?:this|full|the|an)? ?(?:article|story|post|page|link)?)",
     .topic = kShareTopic,
     .reason = "buttons to pass the article on",
     .example = "Share this article",
     .counter = "Share prices fell."},
    {.id = "share-line", .zone = edge, .strength = probable, .effect = none, .max_bytes = 90,
     .pattern =
         R"(.*opens? in (?:a )?new (?:window|tab)\)?)",
     .topic = kShareTopic,
     .reason = "buttons to pass the article on",
     .example = "",
     .counter = ""},
    {.id = "follow-line", .zone = edge, .strength = probable, .effect = none, .max_bytes = 120,
     .pattern =
         R"({please}(?:follow|find|like|join|connect with|add|message|talk to|tag|subscribe to)\b.*\b(?:on|via|in|at)\b.*\b(?:facebook|twitter|x|instagram|linkedin|youtube|telegram|whatsapp|threads|bluesky|mastodon|tiktok|google news|apple news|social media|snapchat|reddit|flipboard|spotify|rss|feed|discord|feed reader)\b.*)"
         R"(|follow (?:us|me|along|@\w+|our|the author|.+ on x|.+'s? .*)(?: (?:at|on|for|here) .+)?)"
         R"(|(?:join|follow) (?:our|us|the) (?:\w+ ){0,3}(?:channel|group|community|page|conversation|discussion)\b.*|@\w+)"
         R"(|keep up (?:to date )?with\b.*|stay connected\b.*|(?:follow|add) topics?\b.*)",
     .topic = "",
     .reason = "where else the outlet or its people are",
     .example = "Follow us on Facebook, X and Instagram",
     .counter = "Follow the river to the bridge."},
    {.id = "comments-line", .zone = edge, .strength = probable, .effect = none, .max_bytes = 130,
     .pattern =
         R"((?:\d[\d.,]*k? |no |view |see |read |show |hide |all |load |more |add |post |leave |write |jump to |go to |skip to |join the |the )*(?:comments?|conversation|discussion|replies|reply|responses?)(?: ?\(?\d+\)?)?(?: (?:are closed|closed|below|off|section|on this (?:article|story)|loading))?)"
         R"(|(?:be the first to|what do you think|have your say|join (?:in )?the (?:conversation|discussion|debate)|tell us what you think|leave a (?:comment|reply)|log in to (?:comment|reply)|let us know|comments? (?:are|is) (?:closed|moderated|subject|welcome))\b.*)"
         R"(|(?:report|flag) (?:a|this) (?:comment|correction|typo|error)\b.*)"
         R"(|was this (?:article|page|story) (?:helpful|useful).*|(?:suggest|report) (?:a )?(?:correction|an error|typo).*)"
         R"(|(?:reply|replies|newest first|oldest first|sort by)\b.*)"
         R"(|(?:have|got|do you have|spotted|see|found) (?:a|an|any|more|something) (?:\w+ ){0,2}(?:tip|story|news|typo|error|mistake|information|question|photo|correction)s?\b.*)"
         R"(|comments (?:on|are|have|for)\b.*)"
         R"(|please (?:keep|be|read our|follow our)\b.*\b(?:comments?|respectful|civil|polite|community|guidelines)\b.*)"
         R"(|(?:sign|log) ?in to (?:join|comment|reply|leave|post|participate|view comments)\b.*)"
         R"(|see our (?:community|comment|commenting)\b.*|(?:sort|sorted|filter) by\b.*)"
         R"(|jump to .*)",
     .topic = "",
     .reason = "readers' comments",
     .example = "37 Comments",
     .counter = "No comment, he said."},
    {.id = "listen-line", .zone = edge, .strength = probable, .effect = none, .max_bytes = 90,
     .pattern =
         R"((?:listen|hear|watch|play|read aloud)(?: (?:to|this|now|the|aloud|article|story|post|episode|audio|version|read|in|our|app|here|below|live|more|video|full|on|podcast|spotify|apple podcasts|youtube|google))*(?: ?[|(-]? ?{minutes}.*)?\)?)"
         R"(|{minutes} (?:listen|listening|audio|watch|video)|audio (?:by|version|player)\b.*)"
         R"(|(?:this|the) (?:article|story|audio)\b.*\b(?:can be heard|is (?:also )?(?:available|read)|was (?:read|generated|created))\b.*)"
         R"(|listen (?:on|to) .*\b(?:podcasts?|spotify|apple|episode)\b.*)"
         R"(|(?:mute|unmute|pause|play|replay|loading audio|current time|audio|video|0:00)(?: ?/ ?\d+:\d\d)?)"
         R"(|(?:\d+:)?\d?\d:\d\d(?: ?/ ?(?:\d+:)?\d?\d:\d\d)?|the audio (?:player|element)\b.*)"
         R"(|(?:hear|listen to) (?:this|the) (?:article|story|post)\b.*|audio is\b.*narrated.*|(?:listen|audio) ?[|] ?.*)",
     .topic = "",
     .reason = "a player for the article",
     .example = "Listen to this article (5 min)",
     .counter = "Listen to what they say."},
    {.id = "listen-line", .zone = edge, .strength = probable, .effect = none, .max_bytes = 90,
     .pattern =
         R"(.*(?:report an issue|give feedback)(?: ?[|].*)?)",
     .topic = "",
     .reason = "a player for the article",
     .example = "",
     .counter = ""},
    {.id = "read-time", .zone = edge, .strength = sure, .effect = none, .max_bytes = 60,
     .pattern =
         R"((?:(?:an? |about |approx\.? |estimated |approximately |~ ?)*(?:reading|read)[ -]?(?:time|length)?|time to read|estimated (?:reading|read) time|read in|length)?:?[ ~]*(?:an? |about |approx\.? |~ ?)*{minutes}(?: ?(?:read|reading|to read|reading time|read time|de lecture|lesezeit|lectura))?)"
         R"(|(?:an? )?{minutes}[ -](?:read|reading).*|\d[\d,.]* words|lesezeit:? ?\d+ .+|temps de lecture.*)"
         R"(|tiempo de lectura.*)",
     .topic = "",
     .reason = "how long reading takes",
     .example = "4 min read",
     .counter = "Five minutes later he was dead."},

    // ---- Advertisements and related links
    {.id = "ad-label", .zone = anywhere, .strength = sure, .effect = none, .max_bytes = 120,
     .pattern =
         R"(advertisements?\W* scroll (?:down )?(?:to|for).*|scroll (?:down )?to continue)"
         R"(|(?:learn )?more about (?:our )?ad(?:vertising)?\b.*)"
         R"(|this (?:content|video|article) is (?:not|no longer) available\b.*)"
         R"(|(?:- ?)?(?:skip )?(?:advertisements?|ads?|advertising|adverts?|anzeige|publicité|publicidad|sponsored|promoted|paid post|paid content|sponsor(?:ed)? (?:content|message|post|by .*)|partner content|brand ?content|promotion|advertorial|commercial)(?:[ ,|/-]*(?:(?:story|article|content|text) continues (?:below|after).*|continue reading.*|scroll (?:down )?to continue.*|\d+|skip .*|feedback|report .*|by .+|below|ends?))*)"
         R"(|(?:the )?(?:story|article|text|content|post|report) continues (?:below|after|beneath)\b.*)"
         R"(|(?:article|story) continues|scroll (?:down )?(?:to|for) (?:continue|more|the rest)\b.*)"
         R"(|(?:continue|keep) (?:reading|scrolling) (?:below|after)\b.*)"
         R"(|(?:report|close|hide|remove) (?:this )?(?:ads?|advertisement)|why (?:this|am i seeing this) ad.*)"
         R"(|(?:this|our) (?:article|post|story|page|site)s? (?:may )?(?:contains?|includes?|has|uses?) (?:affiliate|sponsored)\b.*)"
         R"(|we (?:may )?(?:earn|receive|get) (?:a )?(?:\w+ )?commission\b.*|if you (?:buy|purchase|click).*commission.*)",
     .topic = "",
     .reason = "the mark of an advertisement",
     .example = "Advertisement",
     .counter = "Advertising revenue fell."},
    {.id = "related-link", .zone = anywhere, .strength = probable, .effect = none,
     .pattern =
         R"((?:(?:also )?(?:read|see|watch|listen)(?: (?:also|more|next|too|this|on|here))?|related(?: (?:articles?|stories|story|posts?|content|coverage|news|links?|reading|topics?|video))?|more(?: (?:on|from) (?:this|the|our) (?:story|topic|site|series))?|recommended(?: (?:for you|reading|stories|articles))?|you (?:might|may|will|could) (?:also )?(?:like|enjoy|be interested in|have missed)(?: this| these)?|don't miss|in case you missed it|icymi|trending(?: now)?|must[ -]reads?|editors?'?s? (?:picks?|choice)|up next|next up|further reading|lesen sie auch|mehr zum thema|lire aussi|à lire aussi|lea también|te puede interesar)(?: ?[:|>] ?| - ).+)"
         R"(|(?:more|story|video|live|gallery|watch|in depth|special report|explained|the latest) ?[:|] ?.+)"
         R"(|(?:also|related|next|previous) (?:read|story|article|stories|articles|post) ?[:|-] ?.+)",
     .topic = kRelatedTopic,
     .reason = "a link to another article",
     .example = "Read more: How the river got its name",
     .counter = "Related costs: none were named.", .may_quote = true},
    {.id = "related-heading", .zone = edge, .strength = probable, .effect = none, .max_bytes = 50,
     .pattern =
         R"((?:also )?read (?:more|also|next|this next)|related)"
         R"(|related (?:articles?|stories|story|posts?|content|coverage|news|links?|reading|topics?|videos?|tags?))"
         R"(|more (?:on|from|like|about|in|stories|news|articles|top stories|headlines|coverage)(?: .+)?)"
         R"(|most (?:popular|read|viewed|shared|commented|recent|watched)(?: .+)?)"
         R"(|popular(?: (?:now|stories|posts|articles|on .+))?)"
         R"(|(?:recommended|suggested|sponsored|promoted|trending|latest|top|featured|recent|more)(?: (?:for you|now|stories|articles|posts|news|links|content|videos?|headlines|reads|reading|today|stories from.+|from .+))+)"
         R"(|recommended|trending)"
         R"(|you (?:might|may) (?:also )?(?:like|enjoy|be interested in|have missed)(?: this| these| .+)?)"
         R"(|(?:editors?'?s? |staff |our )(?:picks?|choice)|don't miss(?: .+)?|in case you missed it|what to read next)"
         R"(|up next|next up|read next|keep reading|continue exploring|explore more.*|further reading|see also)"
         R"(|from (?:around|across) the (?:web|internet|site|network)|around the web|elsewhere(?: on .+)?)"
         R"(|(?:next|previous|newer|older) (?:article|post|story|posts|stories|page)s?(?: ?[:>|-] ?.+)?)"
         R"(|also (?:in|on|from) .+|in this (?:series|section|issue)|recent (?:posts|comments)|latest (?:from|in|on) .+)"
         R"(|mehr zum thema|zum thema|verwandte (?:artikel|themen)|lire aussi|sur le même sujet|noticias relacionadas)"
         R"(|te puede interesar|más noticias|(?:see|view|show|read|load|browse)(?: \w+)? (?:more|all)(?: .+)?|more in .+)"
         R"(|read more|continue (?:exploring|browsing)|(?:what|who) (?:else|others) (?:is|are) reading.*)"
         R"(|people (?:also|are) (?:read|reading).*|today's (?:top|best|headlines).*)",
     .topic = kRelatedTopic,
     .reason = "the heading of a list of other articles",
     .example = "Related stories",
     .counter = "More on this story than anyone wished to know came out on Tuesday."},
    {.id = "aggregator-tail", .zone = edge, .strength = sure, .effect = none, .max_bytes = 320,
     .pattern =
         R"(discover more from .+)",
     .topic = "",
     .reason = "the mark of an aggregator",
     .example = "Discover more from Hive Daily",
     .counter = "To discover more from the sea is hard.", .is_evidence = false, .may_quote = true},
    {.id = "aggregator-tail", .zone = edge, .strength = sure, .effect = none, .max_bytes = 320,
     .pattern =
         R"(.+ appeared first (?:on|in|at)\b.*)",
     .topic = "",
     .reason = "the mark of a feed",
     .example = "The post Bees return appeared first on Hive Daily.",
     .counter = "Who appeared first is not known.", .is_evidence = false, .may_quote = true},
    {.id = "aggregator-tail", .zone = edge, .strength = probable, .effect = none, .max_bytes = 320,
     .pattern =
         R"((?:(?:the|this) (?:post|article|story|piece|item|column|interview|op-ed)|an? (?:\w+ ){0,2}version of this \w+)\b.*\b(?:appeared first|(?:was|is) (?:first|originally) (?:published|posted)|(?:first|originally) appeared|(?:was|is) republished)\b.*)"
         R"(|(?:read|see|view|get|find|visit|go to|continue|click|tap)\b.*\b(?:original(?: article| story| source| post)?|at the source|source|in feed|on .+'s (?:site|website))\b.*)"
         R"(|(?:source|via|originally from|syndicated from|hat tip|credit|story credit|quelle|fuente) ?[:|-] ?.+)"
         R"(|(?:this|the) (?:story|article|post|item|report|feed)\b.*\b(?:auto-?generated|syndicated|has not been edited|aggregated|automatically|news agency feed|was (?:produced|provided|supplied|created) by|appears courtesy|is courtesy)\b.*)"
         R"(|disclaimer ?[:-].*|powered by .+|(?:keep up to date|stay up to date) with .*|filed under ?:?.*)"
         R"(|published (?:in|by|on) (?:dialog|partnership|behalf).*|translated (?:from|by) .+|all content.*\bis\b.*)"
         R"(|\.\.\. ?\[\+?\d+ (?:chars|characters|words)\]|\+\d+ (?:chars|characters|words))"
         R"(|(?:the )?full (?:story|article|text|post|report|version) (?:at|on|is at|here|from|via)\b.*)"
         R"(|(?:originally |first )(?:published|posted|appeared) (?:by|on|in|at) .*|via [\w .'&-]+)",
     .topic = R"(\b(?:aggregat\w+|syndicat\w+|in the magazine)\b)",
     .reason = "the mark of an aggregator",
     .example = "Source: Hive Daily",
     .counter = "The source of the river: a lake.", .is_evidence = false, .may_quote = true},
    {.id = "read-on", .zone = tail, .strength = probable, .effect = truncated,
     .pattern =
         R"({please}(?:read|see|view|get|find|continue|click|tap|visit|go to|open|check out)\b(?: \w+){0,3} (?:full|rest|entire|whole|complete|more|remainder)\b(?: (?:of the|of this|the|this|story|article|post|text|report|coverage|at|on|from|here|of|in|about it|version|interview))*(?: .+)?)"
         R"(|(?:continue|keep) (?:reading|to read)(?: (?:at|on|here|this|the|below|>|\.\.\.).*)?)"
         R"(|(?:read|view|see|show|load) (?:more|on|article|full article|full story|full post|original|the article|the story)(?: (?:here|at .+|on .+|from .+|\.\.\.))?)"
         R"(|(?:click|tap) (?:here|below|the link)(?: .+)?|go to (?:source|article|original)|more\.\.\.|\(?more\.*\)?)"
         R"(|read it (?:here|on .+|at .+)|visit .+ (?:for|to read) .+|weiterlesen.*|lire la suite.*|leer más.*)"
         R"(|seguir leyendo.*|mehr lesen.*)",
     .topic = "",
     .reason = "the rest stands elsewhere",
     .example = "Read the full story at The Courier",
     .counter = "Read it slowly, she told them."},

    // ---- Pictures
    {.id = "photo-credit", .zone = anywhere, .strength = sure, .effect = none, .max_bytes = 110,
     .pattern =
         R"((?:\(?(?:photo(?:graph)?s?|pictures?|images?|illustrations?|video|graphics?|credits?|caption|composite|bild|foto|crédit photo)(?: ?(?:credits?|courtesy|by|of|from|source|illustration))*(?:(?: ?[:/|-]) ?.+| (?:by|courtesy(?: of)?) [^,]+)\)?))"
         R"(|(?:file photo|file|file image|stock image|stock photo|representational image|handout(?: photo)?)(?: ?[:|-] ?.*)?)"
         R"(|(?:photo|image|picture|illustration|video|getty|ap|afp|reuters|courtesy)s? (?:courtesy|by|of|via|supplied|provided)\b(?: of| by)? .+)"
         R"(|{agency} ?(?:/|via|\|) ?.+|courtesy(?: of)?:? .+|credit ?[:|-]? ?.+)"
         R"(|(?:view|open|enlarge|zoom)(?: image| photo| gallery| picture| this image)(?: in .+)?)"
         R"(|(?:image|photo|slide) \d+ of \d+|hide caption|toggle caption|enlarge this image)",
     .topic = kPhotoTopic,
     .reason = "who made a picture",
     .example = "Photograph: Jane Roe/Reuters",
     .counter = "Photograph by photograph, the family was put together.", .is_evidence = false},
    {.id = "photo-credit", .zone = anywhere, .strength = sure, .effect = none, .max_bytes = 110,
     .pattern =
         R"((?:[\w.'-]+ ){0,4}(?:/|via|\|| - |for) ?{agency}(?: ?[/|-] ?.*)?)",
     .topic = kPhotoTopic,
     .reason = "who made a picture",
     .example = "",
     .counter = "", .is_evidence = false},
    {.id = "photo-credit", .zone = anywhere, .strength = probable, .effect = none, .max_bytes = 70,
     .pattern =
         R"([\w.'-]+ [\w.'-]+(?: [\w.'-]+)? ?/ ?[\w.'&-]+(?: [\w.'&-]+){0,3}(?: ?(?:via|/) .+)?)",
     .topic = kPhotoTopic,
     .reason = "a photographer and an agency",
     .example = "(Ellery Stone/Quillwire)",
     .counter = "He read and/or wrote."},
    {.id = "photo-caption", .zone = anywhere, .strength = sure, .effect = none, .max_bytes = 300,
     .pattern =
         R"((?:file photo|file|photo|image|pictured|caption) ?: ?.+)",
     .topic = kPhotoTopic,
     .reason = "a caption that ends with its credit",
     .example = "The old pier, closed since 2019. Photo: Jane Roe",
     .counter = "He liked the photo.", .is_evidence = false, .may_quote = true, .whole_unit = true},
    {.id = "photo-caption", .zone = anywhere, .strength = sure, .effect = none, .max_bytes = 300,
     .pattern =
         R"(.+(?:[.!?)\"'] ?|\| ?| - ?|\()(?:(?:photo(?:graph)?|picture|image|illustration|credit|video|graphic|visual)(?: (?:credit|courtesy|source|by))*(?: ?[:/|]| by| courtesy(?: of)?) ?[^.]{2,80}|(?:[\w.'-]+ ){0,4}(?:/|via|\|) ?{agency}[^.]{0,30}|{agency} ?[/|] ?[^.]{2,40}|ap photo[^.]{0,60}|courtesy(?: of)? [^.]{2,50})\)?)",
     .topic = kPhotoTopic,
     .reason = "a caption that ends with its credit",
     .example = "",
     .counter = "", .is_evidence = false, .may_quote = true, .whole_unit = true},

    // ---- Who wrote it, when, and whose it is
    {.id = "time-line", .zone = head, .strength = sure, .effect = none, .max_bytes = 120,
     .pattern =
         R"({when} ?[:|-]? ?{moment}{rest-of-time}|(?:and )?(?:last )?updated (?:on |at )?.*\d.*)"
         R"(|(?:this )?(?:article|story|post|page|content) (?:last )?(?:updated|published|modified|posted)\b.*\d.*|date ?: ?.*\d.*)",
     .topic = "",
     .reason = "when it was published",
     .example = "Published 3:04 PM EST, Tue March 5, 2024",
     .counter = "On March 5 the bridge fell."},
    {.id = "time-line", .zone = head, .strength = probable, .effect = none, .max_bytes = 120,
     .pattern =
         R"({clock} ?[|,-]? ?{date}{rest-of-time})",
     .topic = "",
     .reason = "a date alone; a time of day alone is no such line",
     .example = "March 5, 2024 | 3:04 PM EST",
     .counter = "On March 5 the bridge fell."},
    {.id = "time-line", .zone = head, .strength = probable, .effect = none, .max_bytes = 120,
     .pattern =
         R"((?:[\w .&'-]+ ?[|] ?)?(?:{date}|{ago}|today|yesterday|just now){rest-of-time})",
     .topic = "",
     .reason = "a date alone; a time of day alone is no such line",
     .example = "",
     .counter = ""},
    {.id = "time-line", .zone = head, .strength = probable, .effect = none, .max_bytes = 120,
     .pattern =
         R"((?:this|the) (?:article|story|content|post|page) (?:was (?:published|last updated|updated|posted)|is (?:more than|over)|has been updated)\b.*)"
         R"(|some information (?:may|in it may)\b.*|(?:article|story) (?:published|updated)\b.*)"
         R"(|check back (?:for|later|soon)\b.*|(?:last )?updated .*\b(?:ago|{clock}))"
         R"(|this (?:is a )?(?:breaking|developing) (?:news )?story\b.*|live updates?)",
     .topic = "",
     .reason = "that it may be old, or change",
     .example = "This article was published more than 2 years ago.",
     .counter = "The treaty was last updated in 1990."},
    {.id = "reporting-credit", .zone = tail, .strength = probable, .effect = none, .max_bytes = 240,
     .pattern =
         R"((?:additional |further |with )?(?:reporting|writing|editing|text|translation|translated|edited|research|compiled|graphics?|production|produced|fact-checking|copy[ -]?editing|photography|video)(?:,? and \w+)?(?: contributed)? by .+)"
         R"(|with (?:reporting|files|additional reporting|agency|agencies|inputs?)\b.*)"
         R"(|with (?:\w+ ){0,3}(?:reporting|inputs?|files))"
         R"(|(?:this (?:article|story|report) (?:was|has been) (?:written|produced|edited|reported|reviewed|supported|published)|a version of this (?:article|story)|the .+ contributed to this report)\b.*)"
         R"(|(?:our standards|licensing rights)\b.*)"
         R"(|(?:agence france-presse|associated press|reuters|afp|ap|dpa|pti|ians|xinhua))",
     .topic = "",
     .reason = "who else worked on it",
     .example = "(Reporting by Osric Dale; Editing by Pia Lund)",
     .counter = "Editing by hand takes weeks, she said."},
    {.id = "reporting-credit", .zone = tail, .strength = probable, .effect = none, .max_bytes = 240,
     .pattern =
         R"((?:\w[\w.'-]+[ ,]+(?:and )?){1,14}(?:also )?contributed (?:to this|reporting|to the)\b.*)",
     .topic = "",
     .reason = "who else worked on it",
     .example = "",
     .counter = ""},
    {.id = "author-note", .zone = tail, .strength = probable, .effect = none, .max_bytes = 320,
     .pattern =
         R"((?:about the (?:author|writer)s?|about us|the author|the writer|(?:\w[\w.'-]+ ){2,4})(?:,? .*,?)? ?(?:is|was|are|has been|works as|serves as) (?:an? |the |our |\w+'s )?{reporter}\b.*)"
         R"(|about the (?:author|writer)s?(?: ?: ?.*)?)"
         R"(|(?:reach|contact|e-?mail|write to|follow|send (?:tips|comments|feedback))\b.*(?:@|\d{3}-\d{4}).*)"
         R"(|(?:reach|contact) (?:the )?(?:reporter|author|writer|him|her|them|newsroom|us)\b.*)"
         R"(|(?:he|she|they) (?:can be reached|tweets?|lives?|previously|covers?|writes?|joined|has (?:also )?(?:written|worked|reported))\b.*)"
         R"(|(?:previously|before (?:that|joining)),? .*(?:worked|reported|wrote|covered|was)\b.*)"
         R"(|(?:more (?:about|by|from) .+|(?:see|view) all (?:posts|articles|stories) by .+|.+'s (?:bio|profile|latest stories)))"
         R"(|about the (?:author|writer|reporter|contributor)s? ?: ?.+)",
     .topic = "",
     .reason = "who the author is",
     .example = "Jane Roe is a reporter for The Courier. Reach her at jane@courier.example.",
     .counter = "Jane Roe is a reporter's nightmare, he said."},
    {.id = "author-note", .zone = tail, .strength = probable, .effect = none, .max_bytes = 320,
     .pattern =
         R"((?:\w[\w.'-]+ ){2,4}(?:covers|writes (?:about|on|for)|reports (?:on|for)|has (?:covered|written|reported)|lives in|can be reached|tweets at|joined)\b.*)",
     .topic = "",
     .reason = "who the author is",
     .example = "",
     .counter = ""},
    {.id = "author-note", .zone = tail, .strength = likely, .effect = none, .max_bytes = 320,
     .pattern =
         R"((?:he|she|they|his|her|their|previously|before)\b.*)",
     .topic = "",
     .reason = "more of who the author is",
     .example = "She covers courts.",
     .counter = ""},
    {.id = "author-note", .zone = tail, .strength = likely, .effect = none, .max_bytes = 320,
     .pattern =
         R"(.*\b(?:covers|covering|reports on|writes about|reporter|editor|correspondent|award|twitter|@\w+|reach (?:him|her|them))\b.*)",
     .topic = "",
     .reason = "more of who the author is",
     .example = "",
     .counter = ""},
    {.id = "contact-line", .zone = tail, .strength = probable, .effect = none,
     .pattern =
         R"((?:(?:media|press|investor|news|public)(?: \w+)? ?(?:contacts?|inquiries|enquiries|relations|office)|contacts?(?: information)?)(?: ?[:|-] ?.*)?)"
         R"(|(?:got|have|do you have) (?:a|any) (?:\w+ )?(?:story|tip|news|question)s?\b.*|get in touch\b.*)"
         R"(|(?:write|send|submit) (?:us |a |an |your )(?:\w+ ){0,2}(?:letters?|e-?mail|tips?|feedback|opinion|guest column|op-ed)\b.*)"
         R"(|(?:tel|phone|fax|e-?mail|mobile|website|web) ?[.:] ?.+|letters? to the editor.*)"
         R"(|for (?:more|further) information,? (?:please )?(?:contact|call|e-?mail)\b.*|questions or comments.*)"
         R"(|(?:e-?mail|call|text|write to|contact) (?:us|the (?:newsroom|newsdesk|editor))\b.*)"
         R"(|(?:reach|contact|call|e-?mail|write to|text) .{2,40} (?:at|on|via) .*(?:@|\d{3}-\d{3,4}|\d{3}).*)"
         R"(|contact the .{2,30} ?: ?.*)"
         R"(|for (?:media|press|interview|business|advertising|general)\b.*\b(?:inquir|enquir|contact|call|e-?mail|@).*)",
     .topic = "",
     .reason = "whom to write to",
     .example = "Media Contact:",
     .counter = "Contact with the probe was lost."},
    {.id = "contact-line", .zone = tail, .strength = probable, .effect = none,
     .pattern =
         R"([\w.+-]+@[\w-]+\.[\w.-]+)",
     .topic = "",
     .reason = "whom to write to",
     .example = "",
     .counter = ""},
    {.id = "rights-line", .zone = edge, .strength = sure, .effect = none, .max_bytes = 420,
     .pattern =
         R"((?:(?:copyright|\(c\)|\(c\) ?copyright|all (?:rights|content)|alle rechte|tous droits|todos los derechos|distributed by|reprints?|permissions?|reproduction|redistribution|unauthori[sz]ed)\b|no part of this (?:article|publication|work|site|story)\b|(?:this (?:material|article|content|story|copy|work)|the (?:content|material)s?) (?:may not|may only|must not|cannot|is (?:protected|for your|copyright\w*|licensed|subject)|are (?:protected|copyright\w*)))\b.*)"
         R"(|\(c\) ?\d{4}.*|\d{4} ?\(c\).*|(?:order|request|purchase|buy) (?:reprints|a license|licensing|permissions?)\b.*)"
         R"(|licensing\b.*|read (?:our|the) (?:terms|privacy|comment)\b.*)"
         R"(|(?:republish|reuse|cite|cite this) (?:this|our|this article|article|page|content)?\b.*)"
         R"(|(?:terms|conditions) (?:of use|and conditions|apply)\b.*|(?:trademarks?|logos?) .*(?:property|registered).*)",
     .topic = kRightsTopic,
     .reason = "whose text it is",
     .example = "© 2024 The Courier. All rights reserved.",
     .counter = "Copyright in a chart does not extend to the sea, a court said."},
    {.id = "rights-line", .zone = edge, .strength = sure, .effect = none, .max_bytes = 420,
     .pattern =
         R"(.+\ball rights reserved\b.*)",
     .topic = kRightsTopic,
     .reason = "whose text it is",
     .example = "",
     .counter = ""},
    {.id = "tags-line", .zone = edge, .strength = probable, .effect = none, .max_bytes = 220,
     .pattern =
         R"((?:posted|published|filed|categori[sz]ed) (?:in|under) .+)"
         R"(|(?:tags?|tagged(?: (?:with|as|in))?|topics?|categor(?:y|ies)|keywords?|filed (?:under|in)|posted in|published in|subjects?|sections?|labels?|in this (?:article|story)|more about|read more (?:about|on)|mots-clés|schlagwörter|etiquetas|themen|temas|hashtags?) ?[:|>-] ?.+)"
         R"(|(?:topics?|tags?|in this (?:article|story))(?: (?:in|of) this (?:article|story))?)"
         R"(|(?:tags?|topics?|categories|keywords)|(?:#\w+[ ,]*){1,12})"
         R"(|(?:posted|filed|published|listed) (?:in|under|on|to) ?:? ?.{2,60}|(?:read|see) more (?:about|on) ?:? ?.{2,80})",
     .topic = "",
     .reason = "what it was filed under",
     .example = "Tags: harbour, budget",
     .counter = "Tags were found on two of the whales."},
    {.id = "navigation", .zone = head, .strength = probable, .effect = none, .max_bytes = 80,
     .pattern =
         R"(view (?:this|it|the) (?:e-?mail|newsletter|message|online|web version)\b.*|(?:web|online) version|tl;dr)"
         R"(|(?:table of )?contents|(?:skip|jump|go|back|return)(?: back)? to .+)"
         R"(|(?:home|start|news|startseite|inicio|accueil)(?: ?[>/|] ?[\w &'-]{2,40}){1,6})"
         R"(|(?:search|menu|sections?|navigation|close|open menu|main menu|toggle .+|log ?in|sign in|my account|subscribe|newsletters?|e-?paper|video|home|live tv|watch live|search this site|search for|show more|expand|collapse|live|breaking news|breaking|exclusive|developing|opens? in .+))"
         R"(|follow our live\b.*)"
         R"(|(?:live )?(?:coverage|updates?|blog) (?:here|below|is (?:over|closed|now closed)|has ended|ended)\b.*)"
         R"(|what (?:you need to know|we know|to know)(?: (?:right now|so far|about .+|today))?)"
         R"(|key (?:points|takeaways|events|moments)|in (?:brief|this article|pictures)|at a glance)"
         R"(|this live (?:blog|coverage|page)\b.*|(?:we're|we are) (?:closing|wrapping|pausing)\b.*)"
         R"(|refresh (?:this|the) page.*|(?:toggle|open|close|show|hide) (?:navigation|menu|search|sidebar).*|back to .*)"
         R"(|(?:top stories|sections|categories|more|hamburger|account|profile|notifications|cart|language|region|edition|weather|e-?edition|contact|about|help))"
         R"(|you are here\b.*|breaking news\b.*|more details to follow.*)",
     .topic = "",
     .reason = "the menu of the page",
     .example = "Home › News › World",
     .counter = "Home is where the heart is."},
    {.id = "navigation", .zone = head, .strength = probable, .effect = none, .max_bytes = 80,
     .pattern =
         R"([\w &'-]{2,30}(?: ?> ?[\w &'-]{2,40}){1,6})",
     .topic = "",
     .reason = "the menu of the page",
     .example = "",
     .counter = ""},
    {.id = "button", .zone = edge, .strength = label, .effect = none, .max_bytes = 50,
     .pattern =
         R"((?:tl;dr|table of contents|loading|give this article|give|close|leave a review|news provided by|share this article|refresh this page.*|follow our live coverage.*|unsubscribe.*|update your preferences|accept|agree|ok|okay|close|dismiss|cancel|submit|send|continue|next|previous|back|more|menu|search|log ?in|sign ?in|sign ?up|subscribe|register|join|donate|follow|share|print|save|reply|like|loading|back to top|return to top|go to top|top|details|settings|options|learn more|read more|see more|show more|show less|view more|load more|expand|collapse|home|update|undo|retry|try again|refresh|reload|contact us|about us|privacy|terms|help|faq|advertise(?: with us)?|sitemap|careers|weiter|fermer|cerrar|suivant|accepter|aceptar|continue with (?:google|apple|facebook|e-?mail)|sign (?:in|up) with .+|or|x)(?:\.\.\.)?)",
     .topic = "",
     .reason = "a button",
     .example = "Log in",
     .counter = ""},

    // ---- Wordings that no pattern foresees
    {.id = kWordingRule, .zone = head, .strength = probable, .effect = none, .max_bytes = 400,
     .pattern = kPerhapsWording,
     .topic = kNoticeTopic,
     .reason = "is worded as sites speak to readers (wording.h), beside other signs of a page",
     .example = "",
     .counter = ""},
    {.id = kWordingRule, .zone = anywhere, .strength = probable, .effect = none, .max_bytes = 320,
     .pattern = kLikelyWording,
     .topic = kNoticeTopic,
     .reason = "is worded as sites speak to readers (wording.h), beside other signs of a page",
     .example = "Help us keep local reporting going: become a supporter today.",
     .counter = "The council voted 7 to 2 to close the museum in March."},
    {.id = kWordingRule, .zone = tail, .strength = sure, .effect = none, .max_bytes = 400,
     .pattern = kCertainWording,
     .topic = kNoticeTopic,
     .reason = "is worded as only sites speak to readers (wording.h)",
     .example = "Sign up for our free newsletter and get the day's top stories in your inbox.",
     .counter = "The minister flew to Lisbon for talks on fishing quotas.", .is_evidence = false},
};
// clang-format on

}  // namespace

std::span<const Fragment> rule_fragments() { return kFragments; }
std::span<const CleaningRule> cleaning_rules() { return kRules; }

}  // namespace broadsheet
