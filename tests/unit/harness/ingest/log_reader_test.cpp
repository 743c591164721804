#include "harness/ingest/log_reader.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/ingest/lines/line_batch.hpp"
#include "harness/ingest/records/kinds.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using namespace std::string_literals;
using testing::adds_up;
using testing::collected;
using testing::cycle_completed;
using testing::log_of;
using testing::read_lines;
using testing::read_path;
using testing::read_text;
using testing::ReadBack;
using testing::restarted;
using testing::solution;
using testing::stamp_at;
using testing::TemporaryDirectory;
using testing::text_models;
using testing::text_servers;
using testing::Variant;
using testing::zap;

const std::string kNoise = R"({"level":"INFO","ts":"2025-11-01T10:00:00Z","msg":"nothing of ours"})";

std::vector<std::string> small_log() {
  Variant first;
  Variant second;
  second.itl = "9.75";
  second.wanted = "2";
  return {restarted(stamp_at(-1)),
          kNoise,
          "I1101 10:00:00.000000       1 main.go:1] klog says so",
          "goroutine 1 [running]:",
          "",
          text_models(stamp_at(0), {first}),
          text_servers(stamp_at(0.001), {first}),
          solution(stamp_at(0.002), {first}),
          cycle_completed(stamp_at(0.003)),
          text_models(stamp_at(60), {second}),
          text_servers(stamp_at(60.001), {second}),
          solution(stamp_at(60.002), {second}),
          cycle_completed(stamp_at(60.003))};
}

/// What two readings of the same log must agree in.
std::vector<std::string> rows_of(const ReadBack& log) {
  std::vector<std::string> rows;
  for (const LoggedSample& logged : log.samples) {
    const SampleDigits& digits = logged.digits;
    std::string row;
    for (const std::string_view field :
         {logged.sample.variant, std::string_view(digits.timestamp), std::string_view(digits.itl),
          std::string_view(digits.replicas), std::string_view(digits.parameters[0])})
      row += std::string(field) + "|";
    rows.push_back(row + std::to_string(logged.sample.forecast.has_value()));
  }
  return rows;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string docker_line(std::string_view log, bool ends, std::string_view stream = "stderr") {
  return R"({"log":")" + escaped(log) + (ends ? "\\n" : "") + R"(","stream":")" + std::string(stream) +
         R"(","time":"2025-11-01T10:00:00.5Z"})";
}

TEST_CASE("Every line falls into one count") {
  const ReadBack log = read_lines(small_log());
  CHECK(log->lines.total == 13);
  CHECK(log->lines.used == 9);
  CHECK(log->lines.ignored == 4);
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log.samples.size() == 2);
  CHECK(log->name == "controller.log");
  CHECK(log->bytes == log_of(small_log()).size());
  CHECK(log->forecasts == 2);
  CHECK(log->restarts == 1);
  CHECK_FALSE(log->truncated);
  CHECK(log->records.at("Optimization solution") == 2);
  CHECK(log->records.at("System data prepared for optimization") == 4);
  CHECK(log->collectors == std::map<std::string, std::uint64_t>{{"none", 9}});
  REQUIRE(log->first_lines.size() == 5);
  CHECK(log->first_lines[1] == kNoise);
  CHECK(log->offending.empty());
}

TEST_CASE("A log may be collected in any way") {
  using Wrap = std::function<std::string(const std::string&)>;
  const std::string stamp = "2025-11-01T10:00:00.123456789Z";
  const auto [name, wrap] = GENERATE_REF(table<std::string, Wrap>({
      {"none", [](const std::string& line) { return line; }},
      {"kubectl --timestamps", [=](const std::string& line) { return stamp + " " + line; }},
      {"kubectl --prefix", [](const std::string& line) { return "[pod/wva-0/manager] " + line; }},
      {"kubectl --prefix", [=](const std::string& line) { return "[pod/wva-0/manager] " + stamp + " " + line; }},
      {"stern", [](const std::string& line) { return "wva-0 manager " + line; }},
      {"stern", [=](const std::string& line) { return "wva-0 manager " + stamp + " " + line; }},
      {"CRI", [=](const std::string& line) { return stamp + " stderr F " + line; }},
      {"CRI",
       [=](const std::string& line) {
         const std::size_t half = line.size() / 2;
         return stamp + " stderr P " + line.substr(0, half) + "\n" + stamp + " stderr F " + line.substr(half);
       }},
      {"CRI",
       [=](const std::string& line) {
         std::string pieces;
         for (std::size_t at = 0; at < line.size(); at += 100)
           pieces += stamp + " stderr P " + line.substr(at, 100) + "\n";
         return pieces + stamp + " stderr F ";
       }},
      {"Docker json-file", [](const std::string& line) { return docker_line(line, true); }},
      {"Docker json-file",
       [](const std::string& line) {
         const std::size_t half = line.size() / 2;
         return docker_line(line.substr(0, half), false) + "\n" + docker_line(line.substr(half), true);
       }},
      {"Docker json-file",
       [](const std::string& line) {
         std::string pieces;
         for (std::size_t at = 0; at < line.size(); at += 100)
           pieces += docker_line(line.substr(at, 100), false) + "\n";
         return pieces + docker_line("", true);
       }},
      {"Docker json-file", [=](const std::string& line) { return docker_line(stamp + " " + line, true); }},
      {"other", [](const std::string& line) { return "<14>host app[12]: " + line; }},
  }));
  const ReadBack bare = read_lines(small_log());
  std::vector<std::string> wrapped;
  for (const std::string& line : small_log())
    wrapped.push_back(wrap(line));
  const bool crlf = GENERATE(false, true);
  std::string text;
  for (const char c : log_of(wrapped)) {
    if (c == '\n' && crlf) text += '\r';
    text += c;
  }
  CAPTURE(name, wrapped[5], crlf);
  const ReadBack log = read_text(text);
  CHECK(rows_of(log) == rows_of(bare));
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log->collectors.size() == 1);
  CHECK(log->collectors.begin()->first == name);
  CHECK(log->restarts == 1);
  CHECK_FALSE(log->truncated);
}

TEST_CASE("A byte order mark is no part of the first line") {
  const ReadBack log = read_text("\xEF\xBB\xBF" + log_of(small_log()));
  CHECK(rows_of(log) == rows_of(read_lines(small_log())));
  CHECK(log->lines.used == 9);
  CHECK(log->first_lines[0] == small_log()[0]);
}

TEST_CASE("Carriage returns at line ends do not matter") {
  std::string text;
  for (const std::string& line : small_log())
    text += line + "\r\n";
  const ReadBack log = read_text(text);
  CHECK(rows_of(log) == rows_of(read_lines(small_log())));
  CHECK(log->lines.malformed_total() == 0);
}

TEST_CASE("A last line without its end is whole if its record is") {
  std::string text = log_of(small_log());
  text.pop_back();
  const ReadBack log = read_text(text);
  CHECK(log->lines.used == 9);
  CHECK_FALSE(log->truncated);
}

TEST_CASE("A last line cut in the middle is counted") {
  const std::string whole = log_of(small_log());
  SECTION("behind its phrase") {
    const ReadBack log = read_text(whole + solution(stamp_at(120), {Variant()}).substr(0, 150));
    CHECK(log.malformed(Malformed::cut_line) == 1);
    CHECK(log->truncated);
    CHECK(log.samples.size() == 2);
    REQUIRE(log->offending.size() == 1);
    CHECK(log->offending[0].number == 14);
    CHECK(log->offending[0].reason == Malformed::cut_line);
    const std::string cut = solution(stamp_at(120), {Variant()}).substr(0, 150);
    CHECK(log->offending[0].snippet == "…" + cut.substr(40));
  }
  SECTION("before it could have one") {
    const ReadBack log = read_text(whole + R"({"level":"DEBUG","ts":"2025)");
    CHECK(log.malformed(Malformed::cut_line) == 1);
    CHECK(log->truncated);
  }
  SECTION("in a container runtime's frame") {
    const ReadBack log =
        read_text(whole + R"(2025-11-01T10:00:00.000000001Z stdout F {"level":"DEBUG","ts":"2025)");
    CHECK(log.malformed(Malformed::cut_line) == 1);
    CHECK(log->truncated);
  }
  SECTION("in prose") {
    const ReadBack log = read_text(whole + "goroutine 1 [runn");
    CHECK(log->lines.malformed_total() == 0);
    CHECK(log->lines.ignored == 5);
    CHECK_FALSE(log->truncated);
  }
}

TEST_CASE("The cut of a log at any byte loses no count and invents no sample") {
  const std::string whole = log_of(small_log());
  const auto all = rows_of(read_text(whole));
  for (std::size_t size = 0; size < whole.size(); size += 37) {
    const ReadBack log = read_text(whole.substr(0, size));
    const auto rows = rows_of(log);
    CAPTURE(size);
    REQUIRE(rows.size() <= all.size());
    // The last cycle may have lost its solution; those before it are whole.
    for (std::size_t i = 0; i + 1 < rows.size(); ++i)
      REQUIRE(rows[i] == all[i]);
  }
}

TEST_CASE("An empty log and one of other programs give no samples") {
  CHECK(read_text("")->lines.total == 0);
  CHECK(read_text("\n\n")->lines.ignored == 2);
  const ReadBack prose = read_text("the alpha of it\nOptimization solution found\n{\"msg\":\"x\"}\n");
  CHECK(prose->lines.ignored == 3);
  CHECK(prose.samples.empty());
}

TEST_CASE("Binary content is ignored or counted, never taken") {
  std::string binary;
  for (int i = 0; i < 20000; ++i)
    binary += static_cast<char>(i * 31 % 256);
  const ReadBack log = read_text(binary + "\0\0\0\n\xff\xfe{alpha\n"s);
  CHECK(log.samples.empty());
  CHECK(log->lines.used == 0);
}

TEST_CASE("A broken record with a phrase is counted by reason") {
  const auto reason_of = [](const std::string& line, Malformed reason) {
    const ReadBack log = read_lines({kNoise, line, kNoise});
    CHECK(log->lines.malformed_total() == 1);
    CHECK(log->lines.ignored == 2);
    return log.malformed(reason) == 1;
  };
  const std::string good = solution(stamp_at(0), {Variant()});
  CHECK(reason_of(good.substr(0, good.size() - 1), Malformed::cut_line));
  CHECK(reason_of(good + "}", Malformed::broken_json));
  CHECK(reason_of(good + good, Malformed::broken_json));
  CHECK(reason_of(R"({"msg":"Optimization solution \x"})", Malformed::broken_json));
  CHECK(reason_of(R"({"msg" "Optimization solution"})", Malformed::broken_json));
}

TEST_CASE("A phrase outside the message gives nothing and harms nothing") {
  for (const RecordKind& kind : kRecordKinds) {
    const std::string phrase(kind.phrase);
    CAPTURE(phrase);
    const std::vector<std::string> lines = {
        R"({"ts":"2025-11-01T10:00:00Z","msg":"x","note":")" + phrase + R"("})",
        R"({"ts":"2025-11-01T10:00:00Z","note":")" + phrase + R"("})",
        R"({")" + phrase + R"(":"x"})",
        phrase,
    };
    for (const std::string& line : lines) {
      CAPTURE(line);
      std::optional<ReadBack> log;
      CHECK_NOTHROW(log.emplace(read_lines({line})));
      CHECK((!log || log->samples.empty()));
    }
  }
}

TEST_CASE("A record's time is zap's, else the collector's") {
  const Variant v;
  std::string line = collected("X", v);
  line.erase(line.find(R"("ts":"X",)"), 9);
  const ReadBack log = read_lines({"2025-11-01T10:00:07.5Z " + line});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.time == parse_time("2025-11-01T10:00:07.5Z"));
  CHECK(log.samples[0].digits.timestamp == "2025-11-01T10:00:07.5Z");
  CHECK(read_lines({line}).malformed(Malformed::bad_time) == 1);

  std::string number = collected("X", v);
  number.replace(number.find(R"("ts":"X")"), 8, R"("ts":1761991200.25)");
  const ReadBack epoch = read_lines({number});
  REQUIRE(epoch.samples.size() == 1);
  CHECK(epoch.samples[0].sample.time == parse_time("2025-11-01T10:00:00.25Z"));
  CHECK(epoch.samples[0].digits.timestamp == "1761991200.25");
}

TEST_CASE("A record that was cut into pieces is at its first line and counts all of them") {
  const Variant v;
  const std::string stamp = "2025-11-01T10:00:00Z stderr ";
  const std::string servers = text_servers(stamp_at(0), {v});
  const ReadBack log = read_lines({stamp + "F " + kNoise, stamp + "P " + servers.substr(0, 90),
                                   stamp + "P " + servers.substr(90, 90), stamp + "F " + servers.substr(180),
                                   stamp + "P a line of no interest,", stamp + "F in pieces"});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.line == 2);
  CHECK(log->lines.used == 3);
  CHECK(log->lines.ignored == 3);
}

TEST_CASE("Pieces that look as if they had a prefix themselves are pieces") {
  const auto docker = [](std::string_view piece, std::string_view end) {
    std::string json;
    for (const char c : piece) {
      if (c == '"' || c == '\\') json += '\\';
      json += c;
    }
    return R"({"log":")" + json + std::string(end) + R"(","stream":"stderr"})";
  };
  const std::string record =
      zap(stamp_at(0), "x", R"(,"optimizationMetrics":{"itlAverage":9,"ttftAverage":5})");
  const std::string whole =
      zap(stamp_at(60), "x", R"(,"optimizationMetrics":{"itlAverage":8,"ttftAverage":5})");
  for (std::size_t cut = 1; cut < record.size(); ++cut) {
    CAPTURE(cut);
    const ReadBack log = read_lines({docker(record.substr(0, cut), ""), docker(record.substr(cut), "\\n"),
                                     docker("[pod/a/b] " + whole, "\\n")});
    REQUIRE(log.samples.size() == 2);
    // Of the two sources, each with samples of its own.
    CHECK(log.samples[0].digits.itl == "8");
    CHECK(log.samples[1].digits.itl == "9");
  }
  // Another stream's whole line is peeled as deep as ever, though a record is open.
  const ReadBack log =
      read_lines({"2025-11-01T10:00:00Z stdout P open", docker("[pod/a/b] " + whole, "\\n")});
  CHECK(log.samples.size() == 1);
}

TEST_CASE("Pieces of two streams do not mix") {
  const Variant v;
  const std::string stamp = "2025-11-01T10:00:00Z ";
  const std::string servers = text_servers(stamp_at(0), {v});
  const ReadBack log = read_lines({stamp + "stderr P " + servers.substr(0, 90), stamp + "stdout P between ",
                                   stamp + "stdout F them", stamp + "stderr F " + servers.substr(90)});
  CHECK(log.samples.size() == 1);
  CHECK(log->lines.used == 2);
  CHECK(log->lines.ignored == 2);
}

TEST_CASE("A record whose last piece never came is counted") {
  const std::string stamp = "2025-11-01T10:00:00Z stderr ";
  const ReadBack log = read_lines({stamp + "F " + kNoise, stamp + "P piece,", stamp + "P another"});
  CHECK(log.malformed(Malformed::cut_record) == 2);
  CHECK(log->truncated);
  REQUIRE(log->offending.size() == 1);
  CHECK(log->offending[0].number == 2);
  CHECK(log->offending[0].snippet == "piece,another");
}

TEST_CASE("A line too long is skipped and counted, the lines around it are read") {
  std::vector<std::string> lines = small_log();
  lines.insert(lines.begin() + 5, "{\"msg\":\"alpha " + std::string(kMaxLineBytes + 600000, 'x') + "\"}");
  const ReadBack log = read_lines(lines);
  CHECK(log.malformed(Malformed::too_long) == 1);
  CHECK(rows_of(log) == rows_of(read_lines(small_log())));
  REQUIRE(log->offending.size() == 1);
  CHECK(log->offending[0].number == 6);
}

TEST_CASE("A record too long in pieces is counted, what comes after it is read") {
  const std::string stamp = "2025-11-01T10:00:00Z stderr ";
  const std::string piece(1024 * 1024, 'x');
  std::vector<std::string> lines;
  for (std::size_t size = 0; size <= kMaxLineBytes; size += piece.size())
    lines.push_back(stamp + "P " + piece);
  lines.push_back(stamp + "F alpha");
  const std::size_t pieces = lines.size();
  for (const std::string& line : small_log())
    lines.push_back(stamp + "F " + line);
  const ReadBack log = read_lines(lines);
  CHECK(log.malformed(Malformed::too_long) == pieces);
  CHECK(log->lines.malformed_total() == pieces);
  CHECK(rows_of(log) == rows_of(read_lines(small_log())));
}

TEST_CASE("A record of many servers, longer than a block, is read") {
  std::vector<Variant> variants(600);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    variants[i].name = "decode-" + std::to_string(i) + ":llm";
    variants[i].itl = std::to_string(i + 1);
  }
  const ReadBack log = read_lines({text_servers(stamp_at(0), variants), solution(stamp_at(0.1), variants)});
  REQUIRE(log.samples.size() == 600);
  CHECK(observation_in(log.samples[599].sample).latency.itl == 600.0);
  CHECK(log.samples[599].sample.forecast);
}

TEST_CASE("A lost line is shown at its fault") {
  const auto snippet_of = [](const std::string& line) {
    const ReadBack log = read_lines({line});
    REQUIRE(log->offending.size() == 1);
    return log->offending[0].snippet;
  };
  const std::string many(300, 'm');
  SECTION("in a sentence") {
    const std::string shown =
        snippet_of(zap(stamp_at(0), "Metrics collected for VA: variant=" + many + ", itl=fast"));
    CHECK(shown.starts_with("…mmm"));
    CHECK(shown.find("itl=fast") != std::string::npos);
  }
  SECTION("in a member") {
    const std::string shown = snippet_of(
        zap(stamp_at(0), "Metrics collected for VA", R"(,"variant":")" + many + R"(","itl":"fast")"));
    CHECK(shown.starts_with("…mmm"));
    CHECK(shown.find(R"("itl":"fast")") != std::string::npos);
  }
  SECTION("in the JSON") {
    const std::string shown = snippet_of(R"({"msg":"alpha","other":")" + many + R"(","more" oops})");
    CHECK(shown.starts_with("…mmm"));
    CHECK(shown.find("oops") != std::string::npos);
  }
  SECTION("at the start of what it says") {
    const std::string shown =
        snippet_of(R"({"other":")" + many +
                   R"(","ts":"2025-01-01T00:00:00Z","msg":"Found SLO for model: model=m, slo-tpot=ten"})");
    CHECK(shown == "…Found SLO for model: model=m, slo-tpot=ten");
  }
}

TEST_CASE("Of each reason the first few lines are kept") {
  std::vector<std::string> lines;
  for (int i = 0; i < 9; ++i)
    lines.push_back("{\"msg\":\"alpha " + std::string(300, 'x'));
  lines.push_back(R"({"msg":"alpha \x"})");
  const ReadBack log = read_lines(lines);
  CHECK(log.malformed(Malformed::cut_line) == 9);
  REQUIRE(log->offending.size() == 6);
  CHECK(log->offending[4].number == 5);
  CHECK(log->offending[4].snippet == "…" + std::string(110, 'x'));
  CHECK(log->offending[5].reason == Malformed::broken_json);
}

TEST_CASE("Two pods' lines in one log are two controllers") {
  const Variant v;
  const std::string a = "[pod/wva-a/manager] ";
  const std::string b = "[pod/wva-b/manager] ";
  const ReadBack log = read_lines({a + text_models(stamp_at(0), {v}), a + text_servers(stamp_at(0), {v}),
                                   b + solution(stamp_at(0.1), {v}), b + restarted(stamp_at(0.2)),
                                   a + solution(stamp_at(0.3), {v})});
  REQUIRE(log.samples.size() == 2);
  CHECK_FALSE(log.samples[0].sample.observation);
  CHECK_FALSE(log.samples[0].sample.parameters);
  CHECK(log.samples[1].sample.observation);
  CHECK(log.samples[1].sample.parameters);
  CHECK(log.samples[0].sample.segment != log.samples[1].sample.segment);
}

TEST_CASE("The sink may stop the reading") {
  const TemporaryDirectory directory;
  NamePool names;
  std::size_t count = 0;
  const auto facts = read_log(directory.write("a.log", log_of(small_log())), names, [&](const LoggedSample&) {
    ++count;
    return false;
  });
  REQUIRE(facts);
  CHECK(count == 1);
  CHECK(facts.value().lines.total == 9);  // to the end of the first cycle
  CHECK(adds_up(facts.value().lines));
}

TEST_CASE("A log that is missing is an error") {
  NamePool names;
  const auto facts = read_log("/no/such/file.log", names, [](const LoggedSample&) { return true; });
  REQUIRE_FALSE(facts);
  CHECK(describe(facts.error()) ==
        "/no/such/file.log: cannot be opened: No such file or directory\n  help: check the name and the "
        "rights");
}

TEST_CASE("A line is malformed whether or not one like it came before") {
  const auto no_servers = [](std::string_view time) {
    return R"({"level":"DEBUG","ts":")" + std::string(time) +
           R"(","msg":"System data prepared for optimization: - { servers: []}"})";
  };
  const std::string whole = no_servers(stamp_at(0));
  for (const std::string_view time : {"", "2025-99-99T99:99:99Z"}) {
    const ReadBack log = read_lines({whole, whole, no_servers(time)});
    CHECK(log.facts.lines.used == 2);
    CHECK(log.facts.lines.malformed[static_cast<std::size_t>(Malformed::bad_time)] == 1);
  }
}

TEST_CASE("Lines of a cycle may come without any end of cycle") {
  const Variant v;
  const ReadBack log = read_lines({text_servers(stamp_at(0), {v}), text_servers(stamp_at(60), {v}),
                                   text_servers(stamp_at(120), {v}), solution(stamp_at(120.1), {v})});
  REQUIRE(log.samples.size() == 3);
  CHECK_FALSE(log.samples[0].sample.forecast);
  CHECK_FALSE(log.samples[1].sample.forecast);
  CHECK(log.samples[2].sample.forecast);
  CHECK(log.samples[2].sample.time == parse_time(stamp_at(120)));
}

}  // namespace
}  // namespace wvagate::ingest
