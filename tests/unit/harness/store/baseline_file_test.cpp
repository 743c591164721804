#include "harness/store/baseline_file.hpp"

#include <string>
#include <vector>

#include <rapidjson/document.h>
#include <rapidjson/schema.h>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::store {
namespace {

using namespace std::chrono_literals;
using verdict::Better;
using verdict::Level;

const std::string kDigestA(64, 'a');
const std::string kDigestB(64, 'b');
const std::string kDigestC(64, 'c');

verdict::Baseline full() {
  verdict::Baseline baseline{.scenario = "llama-8b-staircase",
                             .logs = {"llama-8b-staircase-*.jsonl", "*.log"}};
  baseline.variant = "decode*";
  baseline.measure = {.policy = "notebook", .dedup_window_s = 2.5, .slo_itl_ms = 10, .slo_ttft_ms = 1000};
  baseline.accepted = verdict::Acceptance{
      .date = "2025-12-09", .by = "a \"b\" <c>", .reason = "first\nof them", .supersedes = kDigestC};
  baseline.provenance = {.controller = "v0.5.1",
                         .identity = {.accelerator = "H100",
                                      .model = "unsloth/Meta-Llama-3.1-8B",
                                      .slo_itl_ms = {10, 24},
                                      .slo_ttft_ms = {1000},
                                      .mean_rpm = 1257.85,
                                      .duration_min = 33,
                                      .definitions = 1},
                         .logs = {{"one.jsonl", kDigestA}, {"two.jsonl", kDigestB}}};
  baseline.defaults = {
      .missing = Level::warn, .fresh = Level::off, .insufficient = Level::error, .min_runs = 5};
  baseline.metrics = {
      {.name = "itl.compliance_pct",
       .better = Better::higher,
       .level = Level::error,
       .value = 94.8,
       .runs = {95.1, 94.5},
       .limit = {.min = 90},
       .tolerance = {.absolute = 2},
       .why = "noise of five runs",
       .waiver = verdict::Waiver{.reason = "slow", .issue = "#12", .expires = 2026y / 3 / 31, .max = 1.5}},
      {.name = "cost.total",
       .level = Level::warn,
       .value = 0,
       .runs = {-1e-7, 1e-7},
       .tolerance = {.relative = 0.1}}};
  return baseline;
}

const std::string kText = baseline_text(full());
const std::string kPath = "dir/llama-8b-staircase.json";

std::string with(std::string_view old_part, std::string_view new_part) {
  std::string text = kText;
  const std::size_t at = text.find(old_part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old_part.size(), new_part);
}

/// The faults of `text`, a line each, without the file's name.
std::string faults(std::string_view text) {
  std::string words;
  for (const Error& fault : parse_baseline(kPath, text).faults) {
    CHECK(fault.kind == ErrorKind::usage);
    std::string line = describe(fault);
    REQUIRE(line.find(kPath + ":") == 0);
    line.erase(0, kPath.size() + 1);
    words += (words.empty() ? "" : "\n") + line.substr(0, line.find('\n'));
  }
  return words;
}

TEST_CASE("A baseline is written for a diff: keys in order, a value a line") {
  CHECK(baseline_text(full()) == R"({
  "schema": "wvagate.baseline/1",
  "scenario": "llama-8b-staircase",
  "logs": ["llama-8b-staircase-*.jsonl", "*.log"],
  "variant": "decode*",
  "policy": {
    "name": "notebook",
    "dedup_window_s": 2.5,
    "slo_itl_ms": 10,
    "slo_ttft_ms": 1000
  },
  "accepted": {
    "date": "2025-12-09",
    "by": "a \"b\" <c>",
    "reason": "first\nof them",
    "supersedes": "sha256:)" + kDigestC +
                                     R"("
  },
  "provenance": {
    "controller": "v0.5.1",
    "accelerator": "H100",
    "model": "unsloth/Meta-Llama-3.1-8B",
    "slo_itl_ms": [10, 24],
    "slo_ttft_ms": [1000],
    "mean_rpm": 1257.85,
    "duration_min": 33,
    "definitions": 1,
    "logs": [{
        "name": "one.jsonl",
        "sha256": ")" + kDigestA + R"("
      }, {
        "name": "two.jsonl",
        "sha256": ")" + kDigestB + R"("
      }]
  },
  "defaults": {
    "missing": "warn",
    "new": "off",
    "insufficient": "error",
    "min_runs": 5
  },
  "metrics": {
    "itl.compliance_pct": {
      "better": "higher",
      "level": "error",
      "value": 94.8,
      "runs": [95.1, 94.5],
      "limit": {
        "min": 90
      },
      "tolerance": {
        "abs": 2,
        "rel": 0
      },
      "why": "noise of five runs",
      "waiver": {
        "reason": "slow",
        "issue": "#12",
        "expires": "2026-03-31",
        "max": 1.5
      }
    },
    "cost.total": {
      "better": "lower",
      "level": "warn",
      "value": 0,
      "runs": [-1e-07, 1e-07],
      "limit": null,
      "tolerance": {
        "abs": 0,
        "rel": 0.1
      },
      "why": null,
      "waiver": null
    }
  }
}
)");
}

TEST_CASE("What was written is read back, and written again is the same") {
  const BaselineFile read = parse_baseline(kPath, kText);
  REQUIRE(faults(kText) == "");
  CHECK(baseline_text(read.baseline) == kText);
  CHECK(read.baseline.variant == "decode*");
  CHECK(read.baseline.accepted->reason == "first\nof them");
  CHECK(read.baseline.accepted->supersedes == kDigestC);
  CHECK(read.baseline.provenance.identity.slo_itl_ms == std::vector<double>{10, 24});
  CHECK(read.baseline.defaults.min_runs == 5);
  CHECK(read.baseline.metrics[0].waiver->expires == 2026y / 3 / 31);
  CHECK(read.baseline.metrics[0].waiver->max == 1.5);
  CHECK_FALSE(read.baseline.metrics[1].waiver);
  CHECK(read.baseline.metrics[1].limit.max == std::nullopt);

  verdict::Baseline candidate = full();
  candidate.accepted.reset();
  candidate.variant.reset();
  const BaselineFile unaccepted = parse_baseline(kPath, baseline_text(candidate));
  REQUIRE(unaccepted.faults.empty());
  CHECK_FALSE(unaccepted.baseline.accepted);
  CHECK_FALSE(unaccepted.baseline.variant);
}

TEST_CASE("Values keep six digits, and no noise") {
  verdict::Baseline baseline = full();
  baseline.metrics[1].value = 1.0 / 3;
  baseline.metrics[1].runs = {1.0 / 3 - 1e-12, 1.0 / 3 + 1e-12};
  const std::string text = baseline_text(baseline);
  CHECK(text.find("\"value\": 0.333333,\n      \"runs\": [0.333333, 0.333333],") != std::string::npos);
}

struct Slip {
  const char* old_part;
  const char* new_part;
  const char* fault;
};

TEST_CASE("Each slip in a baseline is refused with its line") {
  const Slip slips[] = {
      {"wvagate.baseline/1", "wvagate.baseline/2", "2: \"schema\" is not wvagate.baseline/1"},
      {"\"schema\": \"wvagate.baseline/1\",", "", "1: \"schema\" is not there"},
      {"\"schema\": \"wvagate.baseline/1\"", "\"schema\": 1", "2: \"schema\" is a number, not a text"},
      {"\"llama-8b-staircase\"", "\"other\"", "3: \"scenario\" is not the file's name"},
      {"\"llama-8b-staircase\"", "\"../x\"",
       "3: \"scenario\" may have letters, digits, \"-\", \"_\" and \".\" only"},
      {"[\"llama-8b-staircase-*.jsonl\", \"*.log\"]", "[]", "4: \"logs\" names no log"},
      {"\"*.log\"]", "\"a/*.log\"]", "4: \"logs\" has a pattern with \"/\""},
      {"\"*.log\"]", "7]", "4: \"logs\" is a number, not a text"},
      {"\"decode*\"", "[]", "5: \"variant\" is a list, not a text"},
      {"\"notebook\"", "\"minute\"", "7: policy: \"name\" is neither cycle nor notebook"},
      {"\"dedup_window_s\": 2.5", "\"dedup_window_s\": -1",
       "8: policy: \"dedup_window_s\" is -1, not a number from 0 to 86400"},
      {"\"dedup_window_s\": 2.5", "\"dedup_window_s\": \"2\"",
       "8: policy: \"dedup_window_s\" is a text, not a number"},
      {"\"dedup_window_s\": 2.5", "\"dedup_window\": 2.5",
       "6: policy: \"dedup_window_s\" is not there\n8: policy: \"dedup_window\" is unknown"},
      {"\"2025-12-09\"", "\"2025-02-30\"", "13: accepted: \"date\" is no day"},
      {"\"2025-12-09\"", "\"9.12.2025\"", "13: accepted: \"date\" is no day"},
      {"\"first\\nof them\"", "\"\"", "15: accepted: \"reason\" is empty"},
      {"\"sha256:ccc", "\"sha1:ccc",
       "16: accepted: \"supersedes\" is not \"sha256:\" and 64 hexadecimal digits"},
      {"\"definitions\": 1", "\"definitions\": 1.5", "26: provenance: \"definitions\" is not a whole number"},
      {"\"aaaa", "\"AAAA", "29: provenance: logs: \"sha256\" is not 64 hexadecimal digits"},
      {"\"missing\": \"warn\"", "\"missing\": \"fatal\"",
       "36: defaults: \"missing\" is not one of error, warn and off"},
      {"\"min_runs\": 5", "\"min_runs\": 2", "39: defaults: \"min_runs\" is 2, not a number from 3 to 100"},
      {"\"itl.compliance_pct\"", "\"itl.complience_pct\"", "42: \"itl.complience_pct\" is no metric"},
      {"\"better\": \"higher\"", "\"better\": \"lower\"",
       "43: itl.compliance_pct: \"better\" is not the metric's: it gets better when higher"},
      {"\"better\": \"higher\"", "\"better\": \"up\"",
       "43: itl.compliance_pct: \"better\" is not one of higher, lower and zero"},
      {"\"value\": 94.8", "\"value\": NaN", "45: NaN is no number of JSON"},
      {"\"value\": 94.8", "\"value\": null", "45: itl.compliance_pct: \"value\" is null, not a number"},
      {"\"value\": 94.8", "\"value\": 94.9",
       "45: itl.compliance_pct: \"value\" is not the median of \"runs\""},
      {"\"value\": 94.8", "\"value\": 94.8, \"value\": 94.8", "45: \"value\" is there twice"},
      {"[95.1, 94.5]", "[94.8]", "46: itl.compliance_pct: \"runs\" has 1 value for 2 recorded logs"},
      {"[95.1, 94.5]", "[]", "46: itl.compliance_pct: \"runs\" has 0 values for 2 recorded logs"},
      {"[95.1, 94.5]", "[95.1, \"94.5\"]", "46: itl.compliance_pct: \"runs\" is a text, not a number"},
      {"\"min\": 90", "\"min\": 90, \"max\": 80", "47: itl.compliance_pct: limit: \"min\" is above \"max\""},
      {"\"min\": 90", "", "47: itl.compliance_pct: limit: \"min\" and \"max\" are both absent"},
      {"\"min\": 90", "\"least\": 90",
       "47: itl.compliance_pct: limit: \"min\" and \"max\" are both absent\n"
       "48: itl.compliance_pct: limit: \"least\" is unknown"},
      {"\"abs\": 2", "\"abs\": -2",
       "51: itl.compliance_pct: tolerance: \"abs\" is -2, not a number from 0 to"},
      {"\"expires\": \"2026-03-31\"", "\"expires\": \"never\"",
       "58: itl.compliance_pct: waiver: \"expires\" is no day"},
      {"\"max\": 1.5", "\"max\": -1.5",
       "59: itl.compliance_pct: waiver: \"max\" is -1.5, not a number from 0 to"},
      {"\"level\": \"error\"", "\"level\": \"warn\"",
       "41: no metric has level error: the baseline gates nothing"},
      {"\"cost.total\": {", "\"itl.compliance_pct\": {", "62: \"itl.compliance_pct\" is there twice"},
  };
  for (const Slip& slip : slips) {
    CAPTURE(slip.old_part, slip.new_part);
    const std::string found = faults(with(slip.old_part, slip.new_part));
    CAPTURE(found);
    CHECK(found.find(slip.fault) == 0);
  }
  std::string twice = kText;
  twice.replace(twice.find(kDigestB), 64, kDigestA);
  CHECK(faults(twice) == "32: provenance: logs: \"sha256\" is that of an earlier log");
}

TEST_CASE("What is no object at all is refused") {
  CHECK(faults("[]") == "1: the document is a list, not an object");
  CHECK(faults("null") == "1: the document is null, not an object");
  CHECK(faults("{}") == "1: \"schema\" is not there");
  CHECK(faults("\n\n").find("3: is no JSON") == 0);
  for (const char* key : {"\"policy\": {", "\"accepted\": {", "\"provenance\": {", "\"defaults\": {",
                          "\"metrics\": {", "\"itl.compliance_pct\": {", "\"tolerance\": {"}) {
    const std::string name(key, std::string_view(key).find(':'));
    // The object becomes a member of another name, and its own place is taken by a list.
    CHECK(faults(with(key, name + ": [], \"x\": {")) != "");
  }
}

TEST_CASE("All faults of a file are told, not the first alone") {
  std::string text = with("\"min_runs\": 5", "\"min_runs\": 1");
  text.replace(text.find("\"abs\": 2"), 8, "\"abs\": []");
  CHECK(faults(text) ==
        "39: defaults: \"min_runs\" is 1, not a number from 3 to 100\n"
        "51: itl.compliance_pct: tolerance: \"abs\" is a list, not a number");
}

TEST_CASE("A baseline that was cut anywhere is refused") {
  for (std::size_t length = 0; length + 2 < kText.size(); ++length) {
    CAPTURE(length);
    CHECK(faults(kText.substr(0, length)) != "");
  }
}

TEST_CASE("A baseline with any byte changed is read or refused, and stays within its rules") {
  std::size_t refused = 0;
  for (std::size_t at = 0; at < kText.size(); ++at) {
    for (const char byte : {'\0', '"', '{', '}', '[', ',', '-', '9', '\n', '\xff'}) {
      std::string text = kText;
      text[at] = byte;
      const BaselineFile file = parse_baseline(kPath, text);
      refused += file.faults.empty() ? 0u : 1u;
      if (!file.faults.empty()) continue;
      CHECK(parse_baseline(kPath, baseline_text(file.baseline)).faults.empty());
    }
  }
  CHECK(refused > kText.size() * 5);
}

TEST_CASE("A baseline of another name, and one that is not there, are refused") {
  const testing::TemporaryDirectory directory;
  CHECK(read_baseline(directory.write("llama-8b-staircase.json", kText)).faults.empty());
  CHECK(read_baseline(directory.write("llama-8b-staircase.candidate.json", kText)).faults.empty());
  CHECK(read_baseline(directory.write("x.json", kText)).faults.size() == 1);
  const BaselineFile missing = read_baseline((directory.path() / "none.json").string());
  REQUIRE(missing.faults.size() == 1);
  CHECK(missing.faults[0].what == "cannot be opened: No such file or directory");
}

TEST_CASE("A directory's baselines are listed by name, without candidates and schemas") {
  const testing::TemporaryDirectory directory;
  for (const char* name :
       {"b.json", "a.json", "a.candidate.json", "baseline.schema.json", "README.md", ".a.json.Xy12"})
    directory.write(name, "");
  const auto listed = list_baselines(directory.path().string());
  REQUIRE(listed);
  CHECK(listed.value() ==
        std::vector{(directory.path() / "a.json").string(), (directory.path() / "b.json").string()});
  const testing::TemporaryDirectory empty;
  CHECK(list_baselines(empty.path().string()).error().what == "holds no baselines");
  CHECK_FALSE(list_baselines((empty.path() / "none").string()));
}

/// Whether the JSON schema beside the baselines takes `text`; it must at least be JSON.
bool schema_takes(const std::string& text) {
  static const rapidjson::SchemaDocument schema = [] {
    rapidjson::Document document;
    document.Parse(testing::read_file(WVAGATE_SOURCE_DIR "/baselines/baseline.schema.json").c_str());
    REQUIRE_FALSE(document.HasParseError());
    return rapidjson::SchemaDocument(document);
  }();
  rapidjson::Document document;
  document.Parse(text.c_str());
  REQUIRE_FALSE(document.HasParseError());
  rapidjson::SchemaValidator validator(schema);
  return document.Accept(validator);
}

TEST_CASE("The JSON schema takes what is written") {
  CHECK(schema_takes(kText));
  verdict::Baseline candidate = full();
  candidate.accepted.reset();
  candidate.variant.reset();
  CHECK(schema_takes(baseline_text(candidate)));
}

TEST_CASE("The JSON schema refuses what the reader refuses, as far as a schema can tell") {
  const Slip slips[] = {{"wvagate.baseline/1", "wvagate.baseline/2", ""},
                        {"\"notebook\"", "\"minute\"", ""},
                        {"[\"llama-8b-staircase-*.jsonl\", \"*.log\"]", "[]", ""},
                        {"\"*.log\"]", "\"a/*.log\"]", ""},
                        {"\"dedup_window_s\": 2.5", "\"dedup_window\": 2.5", ""},
                        {"\"2025-12-09\"", "\"9.12.2025\"", ""},
                        {"\"sha256:ccc", "\"sha1:ccc", ""},
                        {"\"definitions\": 1", "\"definitions\": 1.5", ""},
                        {"\"missing\": \"warn\"", "\"missing\": \"fatal\"", ""},
                        {"\"min_runs\": 5", "\"min_runs\": 2", ""},
                        {"\"better\": \"higher\"", "\"better\": \"up\"", ""},
                        {"\"value\": 94.8", "\"value\": null", ""},
                        {"\"min\": 90", "\"least\": 90", ""},
                        {"\"min\": 90", "", ""},
                        {"\"abs\": 2", "\"abs\": -2", ""},
                        {"\"max\": 1.5", "\"max\": -1.5", ""},
                        {"\"why\": null,", "\"why\": null, \"because\": 1,", ""}};
  for (const Slip& slip : slips) {
    CAPTURE(slip.old_part, slip.new_part);
    const std::string text = with(slip.old_part, slip.new_part);
    CHECK(faults(text) != "");
    CHECK_FALSE(schema_takes(text));
  }
}

}  // namespace
}  // namespace wvagate::store
