// Any bytes as run-sets, NDJSON or CSV, or as figures that were computed elsewhere: refused with what is
// wrong, or values that are written in either form and read back as themselves.

#include <string>
#include <vector>

#include "analysis/history/gather.hpp"
#include "harness/report/run_set_csv.hpp"
#include "harness/store/figures_reader.hpp"
#include "harness/store/run_set_csv.hpp"
#include "harness/store/run_set_json.hpp"
#include "tests/fuzz/support/expect.hpp"

namespace wvagate::fuzz {
namespace {

using history::RunSet;

void check_error(const Error& error) {
  expect(!error.what.empty() && !error.where.empty(), "an error says what and where");
  expect(is_tame(describe(error)), "an error steers no terminal");
}

/// The run-sets of `text` up to the first fault.
std::vector<RunSet> read_csv(std::string_view text) {
  store::RunSetCsvReader reader("export.csv");
  std::vector<RunSet> found;
  for (std::uint64_t line = 1;; ++line) {
    const std::size_t end = text.find('\n');
    auto run_set =
        end == std::string_view::npos ? reader.finish() : reader.take_line(line, text.substr(0, end));
    if (!run_set) {
      check_error(run_set.error());
      return found;
    }
    if (run_set.value()) found.push_back(*std::move(run_set).value());
    if (end == std::string_view::npos) return found;
    text.remove_prefix(end + 1);
  }
}

void check_run_set(const RunSet& run_set) {
  expect(!history::fault_of(run_set), "what is read can be stored");
  std::string json;
  store::append_run_set_json(json, run_set);
  const auto again = store::parse_run_set_json("export.ndjson", 1, json);
  expect(again.ok() && again.value() == run_set, "NDJSON is read as it was written", json);
  std::string csv;
  report::append_run_set_csv(csv, run_set);
  expect(read_csv(csv) == std::vector{run_set}, "CSV is read as it was written", csv);
}

void check_figures(std::string_view text) {
  const auto runs = store::parse_figures("figures.json", text, {});
  if (!runs) return check_error(runs.error());
  const auto gathered = history::gather(
      {.scenario = "s", .release = "v1", .commit = "", .controller = "", .date = {}}, runs.value());
  if (!gathered) return check_error(gathered.error());
  check_run_set(gathered.value());
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  const std::string_view text = as_text(data, size);
  for (const history::RunSet& run_set : read_csv(text))
    check_run_set(run_set);
  if (const auto run_set = store::parse_run_set_json("export.ndjson", 1, text)) {
    check_run_set(run_set.value());
  } else {
    check_error(run_set.error());
  }
  check_figures(text);
  return 0;
}
