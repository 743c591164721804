#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/core/format.hpp"
#include "harness/report/csv.hpp"

namespace wvagate::report {

/// One line of CSV on its way; ends it when it goes.
class CsvRow {
 public:
  explicit CsvRow(std::string& out) : out_(out) {}
  CsvRow(const CsvRow&) = delete;
  CsvRow& operator=(const CsvRow&) = delete;
  ~CsvRow() { out_ += '\n'; }

  /// A number with the fewest digits that read back as the same; nothing where it is absent.
  CsvRow& number(std::optional<double> value) {
    separate();
    if (value) out_ += format_shortest(*value);
    return *this;
  }
  /// Text of a stranger, escaped.
  CsvRow& text(std::string_view value) {
    separate();
    append_csv_text(out_, value);
    return *this;
  }
  /// A word of ours, as it is.
  CsvRow& word(std::string_view value) {
    separate();
    out_ += value;
    return *this;
  }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

}  // namespace wvagate::report
