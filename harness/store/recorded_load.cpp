#include "harness/store/recorded_load.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/core/time.hpp"

namespace wvagate::store {
namespace {

/// The cells of a line. Cells with quotes are not split right, which no column of ours has before it.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const std::size_t comma = line.find(',');
    cells.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

/// Takes the next line off `text`, without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Where the two columns stand.
struct Columns {
  std::size_t when = 0;
  std::size_t rate = 0;
  bool stamps = false;  ///< the first is a time, not a minute
};

std::optional<Columns> find_columns(const std::vector<std::string_view>& header) {
  const auto find = [&](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
  };
  if (const auto minute = find("minute"), rpm = find("rpm"); minute && rpm)
    return Columns{*minute, *rpm, false};
  if (const auto stamp = find("timestamp"), rate = find("rate"); stamp && rate)
    return Columns{*stamp, *rate, true};
  return std::nullopt;
}

}  // namespace

Result<simulation::RecordedLoad> parse_recorded_load(const std::string& path, std::string_view text) {
  const auto columns = find_columns(cells_of(take_line(text)));
  const auto fault = [&](std::uint64_t line, std::string what, std::string help = {}) {
    return Error{.where = path, .line = line, .what = std::move(what), .help = std::move(help)};
  };
  if (!columns) {
    return fault(1, "has neither the columns minute and rpm nor timestamp and rate",
                 "`wvagate extract` writes such a file");
  }
  simulation::RecordedLoad load;
  std::optional<TimePoint> first;
  for (std::uint64_t line = 2; !text.empty(); ++line) {
    const auto cells = cells_of(take_line(text));
    if (cells.size() <= std::max(columns->when, columns->rate) || cells[columns->rate].empty()) continue;
    const auto rpm = parse_number(cells[columns->rate]);
    if (!rpm || !(*rpm >= 0) || *rpm > 1e9)
      return fault(line,
                   "\"" + escape_for_terminal(cells[columns->rate]) + "\" is no rate from 0 to 1e9 rpm");
    std::optional<double> minute;
    if (columns->stamps) {
      const auto time = parse_time(cells[columns->when]);
      if (time && !first) first = time;
      if (time) minute = minutes_between(*first, *time);
    } else {
      minute = parse_number(cells[columns->when]);
    }
    const bool ascends =
        minute && *minute >= 0 && (load.points.empty() || *minute >= load.points.back().first);
    if (!ascends)
      return fault(line,
                   "\"" + escape_for_terminal(cells[columns->when]) + "\" is no moment after the row before");
    load.points.emplace_back(*minute, *rpm);
  }
  if (load.points.empty()) return fault(1, "holds no rates");
  return load;
}

}  // namespace wvagate::store
