#include "harness/store/run_set_csv.hpp"

#include <chrono>
#include <cmath>

#include "analysis/core/format.hpp"
#include "analysis/history/gather.hpp"
#include "harness/store/baseline_file.hpp"
#include "harness/store/json_object.hpp"

namespace wvagate::store {
namespace {

using history::RunSet;

/// Columns by their place in kRunSetColumns.
enum Column : std::size_t {
  scenario,
  release,
  commit,
  date,
  controller,
  tool,
  definitions,
  policy,
  dedup_window_s,
  slo_itl_ms,
  slo_ttft_ms,
  accelerator,
  model,
  run,
  log,
  sha256,
  metric,
  value,
  kColumns
};
constexpr std::size_t kLabelColumns = run;  // those before it are the run-set's

/// Takes the apostrophe away that keeps a spreadsheet from reading a formula.
std::string without_shield(std::string text) {
  constexpr std::string_view kShielded = "'=+-@\t\r";
  if (text.size() > 1 && text[0] == '\'' && kShielded.find(text[1]) != std::string_view::npos)
    text.erase(0, 1);
  return text;
}

/// The cells of a line (RFC 4180); absent where a quote is not closed or stands in an unquoted cell.
std::optional<std::vector<std::string>> cells_of(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  bool was_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    std::string& cell = cells.back();
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cell += '"';
      ++i;
    } else if (quoted && c == '"') {
      quoted = false;
      was_quoted = true;
    } else if (quoted) {
      cell += c;
    } else if (c == ',') {
      cells.emplace_back();
      was_quoted = false;
    } else if (c == '"' && cell.empty() && !was_quoted) {
      quoted = true;
    } else if (c == '"' || was_quoted) {
      return std::nullopt;
    } else {
      cell += c;
    }
  }
  if (quoted) return std::nullopt;
  for (std::string& cell : cells)
    cell = without_shield(std::move(cell));
  return cells;
}

std::optional<std::size_t> whole_number(const std::string& text) {
  const auto number = parse_number(text);
  if (!number || !(*number >= 0 && *number <= 1e6) || *number != std::floor(*number)) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

/// A number above 0, or nothing; false where the text is neither.
bool read_target(const std::string& text, std::optional<double>& target) {
  if (text.empty()) return true;
  target = parse_number(text);
  return target && std::isfinite(*target) && *target >= kAboveZero;
}

}  // namespace

Error RunSetCsvReader::fault(std::string what) const {
  return {.where = path_,
          .line = line_,
          .what = std::move(what),
          .help = "`wvagate track export --format csv` writes such files"};
}

Status RunSetCsvReader::begin_run_set(const std::vector<std::string>& cells) {
  const auto when = parse_time(cells[date]);
  const auto edition = whole_number(cells[definitions]);
  const auto window = parse_number(cells[dedup_window_s]);
  if (!when) return fault("\"" + escape_for_terminal(cells[date]) + "\" is no time");
  if (!edition) return fault("\"definitions\" is no whole number");
  if (!window || !(*window >= 0) || !std::isfinite(*window)) return fault("\"dedup_window_s\" is no number");
  open_ = {.scenario = cells[scenario],
           .release = cells[release],
           .commit = cells[commit],
           .date = std::chrono::floor<std::chrono::milliseconds>(*when),
           .provenance = {.controller = cells[controller],
                          .tool = cells[tool],
                          .definitions = *edition,
                          .policy = cells[policy],
                          .dedup_window_s = *window,
                          .slo_itl_ms = {},
                          .slo_ttft_ms = {},
                          .accelerator = cells[accelerator],
                          .model = cells[model]},
           .runs = {}};
  if (!read_target(cells[slo_itl_ms], open_.provenance.slo_itl_ms) ||
      !read_target(cells[slo_ttft_ms], open_.provenance.slo_ttft_ms)) {
    return fault("a target is no number above 0");
  }
  label_.assign(cells.begin(), cells.begin() + kLabelColumns);
  return {};
}

Status RunSetCsvReader::add_figure(const std::vector<std::string>& cells) {
  const auto number = whole_number(cells[run]);
  const auto figure = parse_number(cells[value]);
  if (!figure) return fault("\"" + escape_for_terminal(cells[value]) + "\" is no number");
  if (number == open_.runs.size() + 1) {
    open_.runs.push_back({.log = cells[log], .sha256 = cells[sha256], .figures = {}});
  } else if (open_.runs.empty() || number != open_.runs.size()) {
    return fault("\"run\" is " + escape_for_terminal(cells[run]) + ", and does not follow on the row before");
  } else if (open_.runs.back().log != cells[log] || open_.runs.back().sha256 != cells[sha256]) {
    return fault("the run has another log than in the row before");
  }
  open_.runs.back().figures.push_back({.metric = cells[metric], .value = *figure});
  return {};
}

Result<std::optional<RunSet>> RunSetCsvReader::give() {
  if (label_.empty()) return std::optional<RunSet>();
  label_.clear();
  history::put_in_order(open_);
  if (!is_scenario_name(open_.scenario))
    return fault("\"" + escape_for_terminal(open_.scenario) + "\" is no scenario's name");
  if (const auto what = history::fault_of(open_)) return fault(*what);
  return std::optional(std::move(open_));
}

Result<std::optional<RunSet>> RunSetCsvReader::take_line(std::uint64_t line, std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  const auto cells = cells_of(text);
  std::optional<RunSet> done;
  const bool whole = cells && cells->size() == kColumns;
  if (whole && !std::equal(label_.begin(), label_.end(), cells->begin())) {
    auto given = give();
    if (!given) return given;
    done = std::move(given).value();
  }
  line_ = line;
  if (!whole) {
    return fault(cells ? "has " + plural(cells->size(), "cell", "cells") + " for " +
                             std::to_string(std::size_t{kColumns}) + " columns"
                       : "has a quote that is not closed");
  }
  if (label_.empty()) {
    if (auto status = begin_run_set(*cells); !status) return status.error();
  }
  if (auto status = add_figure(*cells); !status) return status.error();
  return done;
}

Result<std::optional<RunSet>> RunSetCsvReader::finish() {
  return give();
}

}  // namespace wvagate::store
