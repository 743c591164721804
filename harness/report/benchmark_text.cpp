#include "harness/report/benchmark_text.hpp"

#include "analysis/core/format.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using enum TextTable::Align;

constexpr int kDigits = 3;

std::string words(std::optional<double> value) {
  return value ? format_significant(*value, kDigits) : "-";
}

std::string megabytes(double bytes) {
  return format_fixed(bytes / 1e6, bytes < 1e8 ? 1 : 0);
}

/// "742 ns", "12.4 µs", "1.34 ms".
std::string time_words(double time_ns) {
  constexpr std::pair<double, std::string_view> kUnits[] = {{1e9, " s"}, {1e6, " ms"}, {1e3, " µs"}};
  for (const auto& [nanoseconds, unit] : kUnits) {
    if (time_ns >= nanoseconds) return words(time_ns / nanoseconds) + std::string(unit);
  }
  return words(time_ns) + " ns";
}

}  // namespace

std::string benchmark_text(std::span<const BenchmarkRow> rows) {
  TextTable through({"benchmark", "MB/s", "× memchr", "× read", "allocations/sample", "instructions/byte"},
                    {left, right, right, right, right, right});
  TextTable others({"benchmark", "time"}, {left, right});
  for (const BenchmarkRow& row : rows) {
    const std::string name = escape_for_terminal(row.name);
    if (row.bytes_per_second) {
      through.add_row({name, megabytes(*row.bytes_per_second), words(row.to_memchr), words(row.to_read),
                       words(row.allocations_per_sample), words(row.instructions_per_byte)});
    } else if (row.time_ns) {
      others.add_row({name, time_words(*row.time_ns)});
    }
  }
  std::string text;
  if (!through.empty()) text += through.text(0);
  if (!through.empty() && !others.empty()) text += '\n';
  if (!others.empty()) text += others.text(0);
  return text;
}

}  // namespace wvagate::report
