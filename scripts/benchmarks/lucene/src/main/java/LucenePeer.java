// Lucene as a contestant of scripts/benchmark; benchmarks/peers.py says what a contestant is asked.
//
//   LucenePeer index CORPUS.jsonl FOLDER THREADS      LucenePeer merge FOLDER
//   LucenePeer serve FOLDER                           LucenePeer once FOLDER QUERIES

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public final class LucenePeer {
  record Article(String id, String title, String text, String source, int date, List<String> org, List<String> person) {}
  record Search(String words, boolean phrase, boolean any, Integer since, Integer until, String source, int limit, boolean facets) {}

  // Stems of all words, no stop words: as Broadsheet indexes.
  static final Analyzer ANALYZER = new EnglishAnalyzer(CharArraySet.EMPTY_SET);
  static final Gson GSON = new Gson();
  static final String[] FACETS = {"source", "org", "person"};

  static FacetsConfig facets() {
    FacetsConfig config = new FacetsConfig();
    config.setMultiValued("org", true);
    config.setMultiValued("person", true);
    return config;
  }

  static Document document(Article article, FacetsConfig config) throws Exception {
    Document document = new Document();
    document.add(new StringField("id", article.id, Field.Store.YES));
    document.add(new TextField("body", article.title, Field.Store.NO));
    document.add(new TextField("body", article.text, Field.Store.NO));
    document.add(new StoredField("title", article.title));
    document.add(new StoredField("text", article.text));
    document.add(new StringField("source", article.source, Field.Store.YES));
    document.add(new IntField("date", article.date, Field.Store.YES));
    document.add(new SortedSetDocValuesFacetField("source", article.source));
    for (String name : article.org) document.add(new SortedSetDocValuesFacetField("org", name));
    for (String name : article.person) document.add(new SortedSetDocValuesFacetField("person", name));
    return config.build(document);
  }

  static IndexWriter writer(String folder) throws Exception {
    return new IndexWriter(FSDirectory.open(Path.of(folder)), new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(64));
  }

  static void index(String corpus, String folder, int threads) throws Exception {
    try (IndexWriter writer = writer(folder); BufferedReader lines = Files.newBufferedReader(Path.of(corpus))) {
      BlockingQueue<String> queue = new ArrayBlockingQueue<>(1000);
      Thread[] workers = new Thread[threads];
      for (int i = 0; i < threads; i++) {
        workers[i] = new Thread(() -> {
          try {
            FacetsConfig config = facets();
            for (String line = queue.take(); !line.isEmpty(); line = queue.take()) {
              writer.addDocument(document(GSON.fromJson(line, Article.class), config));
            }
          } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
          }
        });
        workers[i].start();
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) queue.put(line);
      for (int i = 0; i < threads; i++) queue.put("");
      for (Thread worker : workers) worker.join();
      writer.commit();
    }
  }

  static void merge(String folder) throws Exception {
    try (IndexWriter writer = writer(folder)) {
      writer.forceMerge(1);
      writer.commit();
    }
  }

  final IndexSearcher searcher;
  final FacetsConfig config = facets();
  final SortedSetDocValuesReaderState state;

  LucenePeer(String folder, boolean withFacets) throws Exception {
    DirectoryReader reader = DirectoryReader.open(FSDirectory.open(Path.of(folder)));
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // the rounds repeat their queries; a user's are new
    state = withFacets ? new DefaultSortedSetDocValuesReaderState(reader, config) : null;
  }

  Query query(Search search) {
    QueryBuilder builder = new QueryBuilder(ANALYZER);
    Query words = search.phrase ? builder.createPhraseQuery("body", search.words)
        : builder.createBooleanQuery("body", search.words, search.any ? Occur.SHOULD : Occur.MUST);
    if (search.since == null && search.source == null) return words;
    BooleanQuery.Builder both = new BooleanQuery.Builder().add(words, Occur.MUST);
    if (search.since != null) both.add(IntField.newRangeQuery("date", search.since, search.until), Occur.FILTER);
    if (search.source != null) both.add(new TermQuery(new Term("source", search.source)), Occur.FILTER);
    return both.build();
  }

  // How many hits were read, so that nothing can be left out.
  int run(Search search) throws Exception {
    Query query = query(search);
    TopDocs top;
    int read = 0;
    if (search.facets) {
      FacetsCollector collector = new FacetsCollector();
      top = FacetsCollector.search(searcher, query, search.limit, collector);
      SortedSetDocValuesFacetCounts counts = new SortedSetDocValuesFacetCounts(state, collector);
      for (String field : FACETS) read += counts.getTopChildren(10, field) == null ? 0 : 1;
    } else {
      top = searcher.search(query, search.limit);
    }
    StoredFields stored = searcher.storedFields();
    for (ScoreDoc hit : top.scoreDocs) {
      Document document = stored.document(hit.doc, java.util.Set.of("id", "title", "source", "date"));
      read += document.get("title").length() >= 0 ? 1 : 0;
    }
    return top.scoreDocs.length + (read < 0 ? 1 : 0);
  }

  static List<Search> searches(String path) throws Exception {
    return Files.readAllLines(Path.of(path)).stream().map(line -> GSON.fromJson(line, Search.class)).toList();
  }

  // A line "PASSES THREADS QUERIES" asks for the queries; the answer is of the last pass.
  void serve() throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split(" ", 3);
      List<Search> searches = searches(parts[2]);
      double[] micros = new double[searches.size()];
      int[] hits = new int[searches.size()];
      double seconds = 0;
      for (int pass = Integer.parseInt(parts[0]); pass > 0; pass--) seconds = pass(searches, Integer.parseInt(parts[1]), micros, hits);
      System.out.println(GSON.toJson(java.util.Map.of("us", micros, "hits", hits, "seconds", seconds)));
    }
  }

  double pass(List<Search> searches, int threads, double[] micros, int[] hits) throws Exception {
    AtomicInteger next = new AtomicInteger();
    Thread[] workers = new Thread[threads];
    long begin = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      workers[t] = new Thread(() -> {
        try {
          for (int i = next.getAndIncrement(); i < searches.size(); i = next.getAndIncrement()) {
            long start = System.nanoTime();
            hits[i] = run(searches.get(i));
            micros[i] = (System.nanoTime() - start) / 1e3;
          }
        } catch (Exception e) {
          e.printStackTrace();
          System.exit(1);
        }
      });
      workers[t].start();
    }
    for (Thread worker : workers) worker.join();
    return (System.nanoTime() - begin) / 1e9;
  }

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "index" -> index(args[1], args[2], Integer.parseInt(args[3]));
      case "merge" -> merge(args[1]);
      case "serve" -> new LucenePeer(args[1], true).serve();
      case "once" -> System.out.println(new LucenePeer(args[1], false).run(searches(args[2]).get(0)));
      default -> System.exit(2);
    }
  }
}
