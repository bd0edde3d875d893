// Tantivy as a contestant of scripts/benchmark; benchmarks/peers.py says what a contestant is asked.
//
//   tantivy-peer index CORPUS.jsonl FOLDER THREADS      tantivy-peer merge FOLDER
//   tantivy-peer serve FOLDER                           tantivy-peer once FOLDER QUERIES

use serde::Deserialize;
use std::io::{BufRead, BufReader, Write};
use std::ops::Bound;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::time::Instant;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::{AggregationCollector, AggregationLimitsGuard};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::*;
use tantivy::{doc, DocAddress, Index, IndexReader, Score, Searcher};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Deserialize)]
struct Article {
    id: String,
    title: String,
    text: String,
    source: String,
    date: i64,
    org: Vec<String>,
    person: Vec<String>,
}

#[derive(Deserialize)]
struct Search {
    words: String,
    phrase: bool,
    any: bool,
    since: Option<i64>,
    until: Option<i64>,
    source: Option<String>,
    limit: usize,
    facets: bool,
}

// Stems of all words, no stop words: as Broadsheet indexes.
fn schema() -> Schema {
    let mut schema = Schema::builder();
    let english = TextFieldIndexing::default().set_tokenizer("en_stem").set_index_option(IndexRecordOption::WithFreqsAndPositions);
    schema.add_text_field("body", TextOptions::default().set_indexing_options(english));
    schema.add_text_field("id", STRING | STORED);
    schema.add_text_field("title", STORED);
    schema.add_text_field("text", STORED);
    schema.add_text_field("source", STRING | STORED | FAST);
    schema.add_i64_field("date", INDEXED | STORED | FAST);
    schema.add_text_field("org", TextOptions::default().set_fast(None));
    schema.add_text_field("person", TextOptions::default().set_fast(None));
    schema.build()
}

fn index(corpus: &str, folder: &str, threads: usize) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    let schema = schema();
    let index = Index::create_in_dir(folder, schema.clone())?;
    let mut writer = index.writer_with_num_threads(threads, threads * 64_000_000)?;
    let field = |name| schema.get_field(name).unwrap();
    let (body, id, title, text) = (field("body"), field("id"), field("title"), field("text"));
    let (source, date, org, person) = (field("source"), field("date"), field("org"), field("person"));
    for line in BufReader::new(std::fs::File::open(corpus)?).lines() {
        let article: Article = serde_json::from_str(&line?)?;
        let mut document = doc!(body => article.title.clone(), body => article.text.clone(), id => article.id, title => article.title,
                                text => article.text, source => article.source, date => article.date);
        article.org.iter().for_each(|name| document.add_text(org, name));
        article.person.iter().for_each(|name| document.add_text(person, name));
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn merge(folder: &str) -> Outcome<()> {
    let index = Index::open_in_dir(folder)?;
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 64_000_000)?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(())
}

struct Peer {
    index: Index,
    reader: IndexReader,
    facets: Aggregations,
}

impl Peer {
    fn open(folder: &str) -> Outcome<Peer> {
        let index = Index::open_in_dir(folder)?;
        let reader = index.reader()?;
        let terms = |field: &str| format!(r#""{field}": {{"terms": {{"field": "{field}", "size": 10}}}}"#);
        let facets = serde_json::from_str(&format!("{{{}, {}, {}}}", terms("source"), terms("org"), terms("person")))?;
        Ok(Peer { index, reader, facets })
    }

    fn query(&self, search: &Search) -> Outcome<Box<dyn Query>> {
        let schema = self.index.schema();
        let body = schema.get_field("body")?;
        let mut analyzer = self.index.tokenizer_for_field(body)?;
        let mut terms = Vec::new();
        analyzer.token_stream(&search.words).process(&mut |token| terms.push(Term::from_field_text(body, &token.text)));
        let words: Box<dyn Query> = if search.phrase && terms.len() > 1 {
            Box::new(PhraseQuery::new(terms))
        } else {
            let occur = if search.any { Occur::Should } else { Occur::Must };
            let term = |term| -> (Occur, Box<dyn Query>) { (occur, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))) };
            Box::new(BooleanQuery::new(terms.into_iter().map(term).collect()))
        };
        let mut parts: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, words)];
        let unscored = |query: Box<dyn Query>| Box::new(tantivy::query::ConstScoreQuery::new(query, 0.0));
        if let (Some(since), Some(until)) = (search.since, search.until) {
            let date = schema.get_field("date")?;
            let bound = |value| Bound::Included(Term::from_field_i64(date, value));
            parts.push((Occur::Must, unscored(Box::new(RangeQuery::new(bound(since), bound(until))))));
        }
        if let Some(source) = &search.source {
            let term = Term::from_field_text(schema.get_field("source")?, source);
            parts.push((Occur::Must, unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))));
        }
        Ok(if parts.len() == 1 { parts.remove(0).1 } else { Box::new(BooleanQuery::new(parts)) })
    }

    fn run(&self, searcher: &Searcher, search: &Search) -> Outcome<usize> {
        let query = self.query(search)?;
        let top = TopDocs::with_limit(search.limit);
        let hits: Vec<(Score, DocAddress)> = if search.facets {
            let counts = AggregationCollector::from_aggs(self.facets.clone(), AggregationLimitsGuard::default());
            let (hits, counted) = searcher.search(&query, &(top, counts))?;
            std::hint::black_box(counted);
            hits
        } else {
            searcher.search(&query, &top)?
        };
        for (_, address) in &hits {
            std::hint::black_box(searcher.doc::<TantivyDocument>(*address)?);
        }
        Ok(hits.len())
    }

    fn pass(&self, searches: &[Search], threads: usize) -> Outcome<(Vec<f64>, Vec<usize>, f64)> {
        let searcher = self.reader.searcher();
        let results = Mutex::new((vec![0.0; searches.len()], vec![0; searches.len()]));
        let next = AtomicUsize::new(0);
        let begin = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= searches.len() {
                        break;
                    }
                    let start = Instant::now();
                    let hits = self.run(&searcher, &searches[i]).expect("a query failed");
                    let micros = start.elapsed().as_secs_f64() * 1e6;
                    let mut all = results.lock().unwrap();
                    all.0[i] = micros;
                    all.1[i] = hits;
                });
            }
        });
        let seconds = begin.elapsed().as_secs_f64();
        let (micros, hits) = results.into_inner()?;
        Ok((micros, hits, seconds))
    }

    // A line "PASSES THREADS QUERIES" asks for the queries; the answer is of the last pass.
    fn serve(&self) -> Outcome<()> {
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            let parts: Vec<&str> = line.splitn(3, ' ').collect();
            let searches = searches(parts[2])?;
            let mut answer = (vec![], vec![], 0.0);
            for _ in 0..parts[0].parse::<usize>()? {
                answer = self.pass(&searches, parts[1].parse()?)?;
            }
            println!("{}", serde_json::json!({"us": answer.0, "hits": answer.1, "seconds": answer.2}));
            std::io::stdout().flush()?;
        }
        Ok(())
    }
}

fn searches(path: &str) -> Outcome<Vec<Search>> {
    BufReader::new(std::fs::File::open(path)?).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().collect();
    match args[1].as_str() {
        "index" => index(&args[2], &args[3], args[4].parse()?),
        "merge" => merge(&args[2]),
        "serve" => Peer::open(&args[2])?.serve(),
        "once" => {
            let peer = Peer::open(&args[2])?;
            println!("{}", peer.run(&peer.reader.searcher(), &searches(&args[3])?[0])?);
            Ok(())
        }
        other => Err(format!("'{other}' is no command").into()),
    }
}
