#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <unistd.h>
#include <zlib.h>

#include "harness/ingest/lines/ordered_lines.hpp"
#include "harness/ingest/log_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"
#include "tests/unit/harness/ingest/memory_source.hpp"
#include "tests/unit/harness/ingest/sample_text.hpp"
#include "tests/unit/harness/ingest/today_log.hpp"

namespace wvagate {
namespace {

using testing::adds_up;
using testing::collected;
using testing::cycle_completed;
using testing::MemorySource;
using testing::read_path;
using testing::read_text;
using testing::ReadBack;
using testing::restarted;
using testing::solution;
using testing::stamp_at;
using testing::TemporaryDirectory;
using testing::text_models;
using testing::text_servers;
using testing::tuned;
using testing::Variant;
using testing::zap;

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

bool chance(Random& random, std::size_t one_in) {
  return below(random, one_in) == 0;
}

/// Lines of every encoding, kind and collector, good ones, to be damaged.
std::vector<std::string> specimens() {
  const Variant v;
  const std::string stamp = "2025-11-01T10:00:00.123456789Z ";
  std::vector<std::string> lines = {
      text_models(stamp_at(0), {v}),
      text_servers(stamp_at(0), {v, v}),
      text_servers(stamp_at(0), {}),
      solution(stamp_at(0), {v, v}),
      collected(stamp_at(0), v),
      tuned(stamp_at(0), v),
      cycle_completed(stamp_at(0)),
      restarted(stamp_at(0)),
      zap(stamp_at(0), "Found SLO for model: model=m, class=c, slo-tpot=10, slo-ttft=1000"),
      zap(stamp_at(0), "Processing model: modelID=m, variantCount=1"),
      zap(stamp_at(0), "Processing decision: variant=decode:llm, action=scale-up, current=1→target=2"),
      zap(stamp_at(0), "Tuner validation succeeded for variant decode/llm, server s - New NIS: 0.03"),
      zap(stamp_at(0), "System data prepared for optimization", R"(,"servers":"[]","models":"[]")"),
      zap(stamp_at(0), "Metrics collected for VA", R"(,"variant":"a","ttft":1,"itl":2,"replicas":1)"),
      R"({"optimizationMetrics":{"timestamp":"2025-11-01T10:00:00Z","itlAverage":12.5,"ttftAverage":850,"rate":45.2,"numRep":2}})",
      "I1101 10:00:30.000000       1 leaderelection.go:271] successfully acquired lease a/b",
      "goroutine 1 [running]:",
      testing::leaked_bounds(),
  };
  for (const testing::Form form : {testing::Form::console, testing::Form::json}) {
    for (const std::string& line : testing::run_lines({form, true}, 1))
      lines.push_back(line);
  }
  const std::size_t bare = lines.size();
  for (std::size_t i = 0; i < bare; ++i) {
    lines.push_back(stamp + lines[i]);
    lines.push_back(stamp + "stderr P " + lines[i].substr(0, lines[i].size() / 2));
    lines.push_back(stamp + "stderr F " + lines[i].substr(lines[i].size() / 2));
    lines.push_back("[pod/a/b] " + lines[i]);
    lines.push_back("pod container " + lines[i]);
    std::string log;
    for (const char c : lines[i]) {
      if (c == '"' || c == '\\') log += '\\';
      log += c;
    }
    lines.push_back(R"({"log":")" + log + R"(\n","stream":"stderr","time":"2025-11-01T10:00:00Z"})");
    lines.push_back(R"({"log":")" + log + R"(","stream":"stderr","time":"2025-11-01T10:00:00Z"})");
  }
  return lines;
}

std::string random_bytes(Random& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& c : bytes)
    c = static_cast<char>(random() & 0xFF);
  return bytes;
}

/// Changes, drops, doubles and swaps pieces of a line.
void damage(Random& random, std::string& line) {
  static constexpr std::string_view kTrouble = "{}[]\":,=\\\n\r\0 ;0-+eN\xC3\xFF";
  for (std::size_t changes = below(random, 4); changes > 0 && !line.empty(); --changes) {
    const std::size_t at = below(random, line.size());
    switch (below(random, 6)) {
      case 0:
        line[at] = static_cast<char>(random() & 0xFF);
        break;
      case 1:
        line[at] = kTrouble[below(random, kTrouble.size())];
        break;
      case 2:
        line.erase(at, 1 + below(random, 40));
        break;
      case 3:
        line.insert(at, line.substr(below(random, line.size()), below(random, 60)));
        break;
      case 4:
        line.resize(at);
        break;
      default:
        line.insert(at, 1, kTrouble[below(random, kTrouble.size())]);
        break;
    }
  }
}

TEST_CASE("Random bytes are read without a sample and with every line counted") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const ReadBack log = read_text(random_bytes(random, below(random, 20000)));
    CHECK(log.samples.empty());
  }
}

TEST_CASE("Bytes that claim to be compressed give bytes or an error") {
  const TemporaryDirectory directory;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::string magic = chance(random, 2) ? "\x1f\x8b\x08" : "\x28\xb5\x2f\xfd";
    NamePool names;
    const auto facts =
        ingest::read_log(directory.write("log", magic + random_bytes(random, below(random, 3000))), names,
                         [](const LoggedSample&) { return true; });
    CHECK((!facts || adds_up(facts.value().lines)));
  }
}

TEST_CASE("Damaged lines of every encoding, kind and collector never lose a count") {
  const std::vector<std::string> all = specimens();
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::string text;
    std::size_t newlines = 0;
    for (int i = 0; i < 120; ++i) {
      std::string line = all[below(random, all.size())];
      if (!chance(random, 3)) damage(random, line);
      text += line + (chance(random, 10) ? "\r\n" : "\n");
    }
    if (chance(random, 2)) text.resize(below(random, text.size()));
    for (const char c : text)
      newlines += c == '\n' ? 1 : 0;
    const ReadBack log = read_text(text);  // checks that the counts add up
    REQUIRE(log->lines.total == newlines + (text.empty() || text.back() == '\n' ? 0 : 1));
    for (const LoggedSample& row : log.samples) {
      REQUIRE(row.sample.line >= 1);
      REQUIRE(row.sample.line <= log->lines.total);
      REQUIRE_FALSE(row.sample.variant.empty());
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// A log of many variants, and the samples that it must give back.

/// A sample in the log's own spelling.
struct Truth {
  Variant values;
  std::string timestamp;
  bool observed = true;
  bool solved = true;
  std::uint32_t process = 0;  // grows at each restart
  bool named = true;          // a solution has told the variant's namespace

  friend bool operator<(const Truth& a, const Truth& b) {
    return std::tie(a.timestamp, a.values.name) < std::tie(b.timestamp, b.values.name);
  }
};

std::string number(Random& random) {
  static constexpr std::array<const char*, 6> kOdd = {"0",    "3.37e-05", "1.2345678e+06",
                                                      "0.10", "7",        "12.500"};
  if (chance(random, 8)) return kOdd[below(random, kOdd.size())];
  return std::to_string(below(random, 5000)) + "." + std::to_string(below(random, 1000));
}

std::vector<Variant> random_variants(Random& random) {
  std::vector<Variant> variants(1 + below(random, 6));
  for (std::size_t i = 0; i < variants.size(); ++i) {
    Variant& v = variants[i];
    const std::string digits = std::to_string(i);
    v.name = (chance(random, 2) ? "decode-" : "llm/p.d_") + digits + ":ns" + std::to_string(below(random, 2));
    v.model = "org" + std::to_string(below(random, 3)) + "/model-" + digits + ".1:v" + digits;
    v.service_class = chance(random, 2) ? "Premium" : "Free tier";
    v.accelerator = chance(random, 2) ? "H100" : "L40S";
  }
  return variants;
}

void new_values(Random& random, Variant& v) {
  for (std::string* value : {&v.cost, &v.itl, &v.ttft, &v.rate, &v.in_tokens, &v.out_tokens, &v.predicted_itl,
                             &v.predicted_ttft, &v.rho, &v.max_rpm, &v.alpha, &v.beta, &v.gamma, &v.delta}) {
    *value = number(random);
  }
  v.running = std::to_string(below(random, 9));
  v.wanted = std::to_string(below(random, 9));
}

std::string noise(Random& random) {
  static const std::array<std::string, 5> kLines = {
      "I1101 10:00:00.000000       1 main.go:1] klog says so", "goroutine 1 [running]:", "",
      R"({"level":"INFO","ts":"2025-11-01T10:00:00Z","msg":"nothing of ours"})",
      R"({"level":"DEBUG","ts":"2025-11-01T10:00:00Z","msg":"System data prepared for optimization: - { count: []}"})"};
  return kLines[below(random, kLines.size())];
}

/// A generated log with its truth, in the order of time and name.
struct Generated {
  std::vector<std::string> lines;
  std::vector<Truth> truth;
};

Generated text_log(Random& random) {
  Generated log;
  std::vector<Variant> variants = random_variants(random);
  std::uint32_t process = 0;
  for (int i = 0; i < 12; ++i) {
    if (chance(random, 6)) {
      log.lines.push_back(restarted(stamp_at(60 * i - 10)));
      ++process;
    }
    for (Variant& v : variants)
      new_values(random, v);
    std::shuffle(variants.begin(), variants.end(), random);
    const double t = 60.0 * i;
    const std::string observed_at = stamp_at(t + 0.01);
    const std::string solved_at = stamp_at(t + 0.02);
    log.lines.push_back(text_models(stamp_at(t), variants));
    log.lines.push_back(noise(random));
    const bool listed = !chance(random, 6);
    log.lines.push_back(text_servers(observed_at, listed ? variants : std::vector<Variant>()));
    const bool solved = !chance(random, 6);
    std::vector<Variant> order = variants;
    std::shuffle(order.begin(), order.end(), random);
    if (solved) log.lines.push_back(solution(solved_at, order));
    if (chance(random, 2)) log.lines.push_back(cycle_completed(stamp_at(t + 0.03)));
    for (const Variant& v : variants) {
      if (listed || solved)
        log.truth.push_back({v, listed ? observed_at : solved_at, listed, solved, process});
    }
  }
  return log;
}

Generated json_log(Random& random) {
  Generated log;
  std::vector<Variant> variants = random_variants(random);
  std::uint32_t process = 0;
  bool named = false;
  for (int i = 0; i < 12; ++i) {
    if (chance(random, 6)) {
      log.lines.push_back(restarted(stamp_at(60 * i - 10)));
      ++process;
    }
    const double t = 60.0 * i;
    std::vector<Variant> solved;
    std::vector<Truth> cycle;
    const bool feasible = !chance(random, 6);
    named = named || feasible;
    for (std::size_t k = 0; k < variants.size(); ++k) {
      Variant& v = variants[k];
      new_values(random, v);
      const std::string stamp = stamp_at(t + 0.01 * static_cast<double>(k));
      log.lines.push_back(tuned(stamp, v));
      const bool observed = !chance(random, 6);
      Variant short_named = v;
      short_named.name = v.name.substr(0, v.name.find(':'));
      if (observed) log.lines.push_back(collected(stamp, short_named));
      if (chance(random, 3)) log.lines.push_back(noise(random));
      if (observed || feasible)
        cycle.push_back({v, observed ? stamp : stamp_at(t + 0.5), observed, feasible, process, named});
      solved.push_back(v);
    }
    std::shuffle(solved.begin(), solved.end(), random);
    if (feasible) log.lines.push_back(solution(stamp_at(t + 0.5), solved));
    log.lines.push_back(cycle_completed(stamp_at(t + 0.6)));
    log.truth.insert(log.truth.end(), cycle.begin(), cycle.end());
  }
  return log;
}

void check_sample(const LoggedSample& row, const Truth& truth) {
  const Variant& v = truth.values;
  const SampleDigits& d = row.digits;
  CAPTURE(truth.timestamp, v.name, truth.observed, truth.solved);
  CHECK(d.timestamp == truth.timestamp);
  CHECK(row.sample.observation.has_value() == truth.observed);
  CHECK(row.sample.forecast.has_value() == truth.solved);
  if (truth.observed) {
    CHECK(d.itl == v.itl);
    CHECK(d.ttft == v.ttft);
    CHECK(d.rate == v.rate);
    CHECK(d.in_tokens == v.in_tokens);
    CHECK(d.out_tokens == v.out_tokens);
    CHECK(d.current_replicas == v.running);
    CHECK(d.cost == v.cost);
    CHECK(row.sample.observation->latency.itl == std::stod(v.itl));
    CHECK(row.sample.accelerator == v.accelerator);
  } else {
    CHECK_FALSE(observation_in(row.sample).latency.itl);
    CHECK_FALSE(observation_in(row.sample).latency.ttft);
    CHECK_FALSE(observation_in(row.sample).load.rate_rpm);
    CHECK_FALSE(observation_in(row.sample).replicas);
    CHECK(d.itl.empty());
  }
  if (truth.solved) {
    CHECK(row.sample.variant == v.name);
    CHECK(row.sample.model == v.model);
    CHECK(d.replicas == v.wanted);
    CHECK(d.predicted_itl == v.predicted_itl);
    CHECK(d.predicted_ttft == v.predicted_ttft);
    CHECK(d.max_rpm == v.max_rpm);
    CHECK(row.sample.slo.itl == 10.0);
  } else {
    CHECK(d.replicas.empty());
    CHECK(d.predicted_itl.empty());
  }
  // Parameters are logged by the full name, which an observation has from the variant's first solution on.
  if (truth.named || row.sample.parameters) {
    CHECK(d.parameters == std::array<Digits, 4>{v.alpha, v.beta, v.gamma, v.delta});
    CHECK(row.sample.parameters);
  }
}

void check_log(const Generated& log) {
  const ReadBack read = testing::read_lines(log.lines);
  CHECK(read->lines.malformed_total() == 0);
  REQUIRE(read.samples.size() == log.truth.size());

  std::vector<Truth> truth = log.truth;
  std::sort(truth.begin(), truth.end());
  std::vector<LoggedSample> rows = read.samples;
  const auto short_name = [](std::string_view name) { return name.substr(0, name.rfind(':')); };
  std::sort(rows.begin(), rows.end(), [&](const LoggedSample& a, const LoggedSample& b) {
    return std::tuple(std::string_view(a.digits.timestamp), short_name(a.sample.variant)) <
           std::tuple(std::string_view(b.digits.timestamp), short_name(b.sample.variant));
  });
  for (std::size_t i = 0; i < truth.size(); ++i) {
    REQUIRE(short_name(rows[i].sample.variant) == short_name(truth[i].values.name));
    check_sample(rows[i], truth[i]);
    // Segments part what restarts part, and nothing else.
    for (std::size_t k = 0; k < i; ++k)
      REQUIRE((rows[i].sample.segment == rows[k].sample.segment) == (truth[i].process == truth[k].process));
  }
}

TEST_CASE("A text log of many variants gives back exactly its samples") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    check_log(text_log(random));
  }
}

TEST_CASE("A json log of many variants gives back exactly its samples") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    check_log(json_log(random));
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// A run of today's controller among other lines.

/// What may be between the lines of a run without changing it.
std::string noise_of_today(Random& random) {
  static const std::array<std::string, 7> kLines = {
      "I0808 02:00:00.661111       1 reflector.go:5] watching",
      "goroutine 1 [running]:",
      "\t/go/src/alpha/engine_v2.go:12 +0x1d",
      "",
      "2026-08-08T02:00:00Z\tINFO\tcontroller/a.go:9\tReconciling\t{\"name\": \"a\", \"name\": \"b\"}",
      "2026-08-08T02:00:00Z\tINFO\tsaturation/engine.go:9\tanalyzer-result\t{\"modelID\": \"m\", \"supply\": "
      "5",
      R"({"level":"info","ts":"2026-08-08T02:00:00Z","caller":"a/b.go:1","msg":"scaling-decision","x":1})"};
  return kLines[below(random, kLines.size())];
}

TEST_CASE("A run of today's controller gives its samples in any form and company") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const bool verbose = chance(random, 2);
    const int cycles = 1 + static_cast<int>(below(random, 6));
    const auto form = [&] { return chance(random, 2) ? testing::Form::console : testing::Form::json; };
    const bool prefixed = chance(random, 3);
    std::vector<std::string> lines;
    for (int i = 0; i < cycles; ++i) {
      for (const testing::Entry& entry : testing::cycle_entries(60 * i, i + 1, verbose)) {
        const std::string line = testing::line_of(form(), entry);
        const std::string prefix = prefixed ? "[pod/a/b] " : "";
        for (std::size_t times = 1 + (chance(random, 8) ? 1 : 0); times > 0; --times)
          lines.push_back(prefix + line);
        while (chance(random, 2))
          lines.push_back((prefixed && chance(random, 2) ? "[pod/c/d] " : prefix) + noise_of_today(random));
      }
    }
    testing::check_same(testing::read_lines(lines),
                        testing::read_lines(testing::run_lines({testing::Form::console, verbose}, cycles)));
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// How reads are split.

std::vector<std::string> lines_in(std::string text, std::function<std::size_t()> piece) {
  MemorySource source(std::move(text), std::move(piece));
  std::vector<std::string> lines;
  std::uint64_t before = 0;
  REQUIRE(ingest::read_lines(source, {.first_lines = UINT64_MAX}, [&](const ingest::LineBatch& batch) {
    for (const ingest::Line& line : batch.lines())
      lines.push_back(std::to_string(before + line.number) + (line.unterminated ? "|" : "\n") +
                      std::string(line.text));
    before += batch.count();
    return true;
  }));
  return lines;
}

TEST_CASE("Lines do not depend on how reads are split") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::string text;
    for (std::size_t i = below(random, 200); i > 0; --i)
      text += random_bytes(random, chance(random, 40) ? below(random, 700000) : below(random, 300)) + "\n";
    if (chance(random, 2)) text += "without an end";
    const auto whole = lines_in(text, {});
    const std::size_t largest = 1 + below(random, 400000);
    REQUIRE((lines_in(text, [&] { return 1 + below(random, largest); }) == whole));
  }
}

/// Reads from a pipe into which the log is written in pieces of random sizes.
ReadBack read_in_pieces(const std::string& text, Random& random) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  std::thread writer([&, write_end = ends[1]] {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = std::min(text.size() - at, 1 + below(random, 3000));
      const ssize_t written = ::write(write_end, text.data() + at, size);
      if (written <= 0) break;
      at += static_cast<std::size_t>(written);
    }
    ::close(write_end);
  });
  ReadBack read;
  auto facts =
      ingest::read_log("/dev/fd/" + std::to_string(ends[0]), read.names, [&](const LoggedSample& sample) {
        read.samples.push_back(sample);
        return true;
      });
  writer.join();
  ::close(ends[0]);
  REQUIRE(facts);
  read.facts = std::move(facts).value();
  return read;
}

std::string gzip(const std::string& text, Random& random, const TemporaryDirectory& directory) {
  const std::string path = (directory.path() / "log.gz").string();
  for (std::size_t at = 0; at < text.size();) {
    // Each part a member of its own.
    gzFile file = gzopen(path.c_str(), at == 0 ? "wb" : "ab");
    REQUIRE(file != nullptr);
    const std::size_t size = std::min(text.size() - at, 1 + below(random, text.size()));
    REQUIRE(gzwrite(file, text.data() + at, static_cast<unsigned>(size)) == static_cast<int>(size));
    REQUIRE(gzclose(file) == Z_OK);
    at += size;
  }
  return path;
}

std::vector<std::string> rows_of(const ReadBack& log) {
  std::vector<std::string> rows;
  for (const LoggedSample& row : log.samples) {
    std::string text(row.sample.variant);
    for (const Digits* digits : {&row.digits.itl, &row.digits.replicas, &row.digits.parameters[3]})
      (text += "|") += *digits;
    rows.push_back(text + "|" + std::to_string(row.sample.line) + "|" + std::to_string(row.sample.segment));
  }
  return rows;
}

TEST_CASE("Samples do not depend on how the log's bytes come in") {
  const TemporaryDirectory directory;
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::string text = testing::log_of(chance(random, 2) ? text_log(random).lines : json_log(random).lines);
    if (chance(random, 2)) text.resize(text.size() - 1 - below(random, 300));
    const ReadBack whole = read_text(text);
    const ReadBack pieces = read_in_pieces(text, random);
    const ReadBack inflated = read_path(gzip(text, random, directory));
    for (const ReadBack* log : {&pieces, &inflated}) {
      REQUIRE(rows_of(*log) == rows_of(whole));
      REQUIRE((*log)->lines.used == whole->lines.used);
      REQUIRE((*log)->lines.ignored == whole->lines.ignored);
      REQUIRE((*log)->lines.malformed == whole->lines.malformed);
      REQUIRE((*log)->bytes == text.size());
      REQUIRE((*log)->truncated == whole->truncated);
    }
  }
}

}  // namespace
}  // namespace wvagate
