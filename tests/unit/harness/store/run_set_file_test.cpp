#include "harness/store/run_set_file.hpp"

#include <limits>

#include "harness/report/run_set_csv.hpp"
#include "harness/store/run_set_csv.hpp"
#include "harness/store/run_set_json.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::store {
namespace {

using history::RunSet;
using testing::TemporaryDirectory;

std::vector<RunSet> examples() {
  const RunSet plain{.scenario = "s-1",
                     .release = "v1",
                     .commit = "",
                     .date = parse_time("2025-11-18T10:00:00.123Z").value(),
                     .provenance = {.controller = "",
                                    .tool = "0.1.0",
                                    .definitions = 1,
                                    .policy = "cycle",
                                    .dedup_window_s = 0.1,
                                    .slo_itl_ms = {},
                                    .slo_ttft_ms = {},
                                    .accelerator = "",
                                    .model = ""},
                     .runs = {{.log = "a", .sha256 = "", .figures = {{"m", 1.0 / 3}, {"n", -0.0}}},
                              {.log = "a", .sha256 = "", .figures = {{"m", 5e-324}}}}};
  RunSet hostile = plain;
  hostile.release = "=1+1";
  hostile.commit = "'=1";
  hostile.provenance.controller = "''";
  hostile.provenance.slo_itl_ms = 10;
  hostile.provenance.slo_ttft_ms = std::numeric_limits<double>::max();
  hostile.provenance.accelerator = "'";
  hostile.provenance.model = "a,\"b\"\",\\\xE2\x80\xAE";
  hostile.runs[0].log = "\"";
  hostile.runs[1].log = "-@+";
  hostile.runs[1].sha256 = std::string(64, '0');
  history::put_in_order(hostile);
  RunSet other = plain;
  other.release = "v2";
  return {plain, hostile, other};
}

std::string csv_of(const std::vector<RunSet>& run_sets) {
  std::string text(report::run_set_csv_header());
  for (const RunSet& run_set : run_sets)
    report::append_run_set_csv(text, run_set);
  return text;
}

std::string json_of(const std::vector<RunSet>& run_sets) {
  std::string text;
  for (const RunSet& run_set : run_sets)
    append_run_set_json(text, run_set);
  return text;
}

std::vector<RunSet> read_back(const std::string& text, std::string* problem = nullptr) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("export", text);
  CHECK(input_kind(path) == HistoryInput::run_sets);
  std::vector<RunSet> found;
  const auto status = read_run_sets(path, [&](RunSet run_set) {
    found.push_back(std::move(run_set));
    return Status();
  });
  if (!status && problem != nullptr)
    *problem = describe(status.error()).substr(directory.path().string().size() + 1);
  if (!status && problem == nullptr) FAIL(describe(status.error()));
  return found;
}

std::string refusal(const std::string& text) {
  std::string problem;
  read_back(text, &problem);
  return problem.substr(0, problem.find('\n'));
}

/// `text` with the first `from` in it replaced.
std::string with(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

TEST_CASE("Run-sets come back from NDJSON and CSV as they were") {
  CHECK(read_back(json_of(examples())) == examples());
  CHECK(read_back(csv_of(examples())) == examples());
  std::string windows = csv_of(examples());
  for (std::size_t at = 0; (at = windows.find('\n', at)) != std::string::npos; at += 2)
    windows.insert(at, "\r");
  CHECK(read_back(windows) == examples());
}

TEST_CASE("A run-set of NDJSON is a line") {
  const std::string text = json_of(examples());
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
  CHECK(text.starts_with(
      "{\"schema\": \"wvagate.run_set/1\",\"tool\": {\"name\": \"wvagate\",\"version\": \"0.1.0\"}"));
}

TEST_CASE("No cell of CSV begins a formula") {
  const std::string text = csv_of(examples());
  CHECK(text.find(",=1") == std::string::npos);
  CHECK(text.find("s-1,'=1+1,''=1,") != std::string::npos);
}

TEST_CASE("What is no run-set is refused with its line") {
  const std::string json = json_of(examples());
  CHECK(refusal(json + "{}") == "export:4: \"schema\" is not there");
  CHECK(refusal(with(json, "\"m\": 0.3333333333333333", "\"m\": \"x\"")) == "export:1: \"m\" is no number");
  CHECK(refusal(with(json, "s-1", "../s")) == "export:1: \"../s\" is no scenario's name");
  CHECK(refusal(with(json, "\"commit\"", "\"comit\"")) == "export:1: \"comit\" is unknown");
  CHECK(refusal(with(json, "\"m\"", "\"n\"")) == "export:1: \"n\" is there twice");
  CHECK(refusal(with(json, "2025-11-18T", "2025-11-38T")) == "export:1: \"date\" is no time");
  CHECK(refusal(with(json, "\"v1\"", "\"\\u0000\"")) ==
        "export:1: \"\\x00\" is too long, no UTF-8 or has control characters");
  CHECK(refusal(with(json, "wvagate.run_set/1", "wvagate.run_set/2")) ==
        "export:1: is no run-set: \"schema\" is not wvagate.run_set/1");
  CHECK(refusal(json.substr(0, json.size() - 20)).starts_with("export:3: is no JSON"));
}

TEST_CASE("What is no run-set's row is refused with its line") {
  const std::string csv = csv_of(examples());
  CHECK(refusal(with(csv, ",value", ",worth")).starts_with("export:1: has other columns than"));
  CHECK(refusal(csv + "s,v\n") == "export:11: has 2 cells for 18 columns");
  CHECK(refusal(with(csv, "\"a,", "\"a\",")).find("has a quote") != std::string::npos);
  CHECK(refusal(with(csv, ",2,a,,m,", ",3,a,,m,")) ==
        "export:4: \"run\" is 3, and does not follow on the row before");
  CHECK(refusal(with(csv, ",1,a,,m,", ",0,a,,m,")) ==
        "export:2: \"run\" is 0, and does not follow on the row before");
  CHECK(refusal(with(csv, ",1,a,,n,", ",1,b,,n,")) ==
        "export:3: the run has another log than in the row before");
  CHECK(refusal(with(csv, ",n,-0", ",m,-0")).find("m is there twice in the run of a") != std::string::npos);
  CHECK(refusal(with(csv, ",n,-0", ",n,NaN")).find("n of a is no finite number") != std::string::npos);
  CHECK(refusal(with(csv, ",n,-0", ",n,")) == "export:3: \"\" is no number");
  CHECK(refusal(with(csv, "123Z,,0.1.0,1,", "123Z,,0.1.0,1.5,")) ==
        "export:2: \"definitions\" is no whole number");
}

TEST_CASE("Files are told by how they begin") {
  const TemporaryDirectory directory;
  CHECK(input_kind(directory.write("a", "{\n \"schema\" : \"wvagate.figures/1\"")) == HistoryInput::figures);
  CHECK(input_kind(directory.write("a", "{\"level\":\"INFO\"}")) == HistoryInput::log);
  CHECK(input_kind(directory.write("a", "")) == HistoryInput::log);
  CHECK(input_kind(directory.path() / "missing") == HistoryInput::log);
  CHECK(input_kind(directory.path()) == HistoryInput::log);
}

}  // namespace
}  // namespace wvagate::store
