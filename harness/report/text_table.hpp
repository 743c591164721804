#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wvagate::report {

/// Columns of text for people. The first column is left-aligned, the others as told.
class TextTable {
 public:
  enum class Align { left, right };

  TextTable(std::vector<std::string> header, std::vector<Align> alignment);

  void add_row(std::vector<std::string> row);
  bool empty() const { return rows_.size() <= 1; }

  /// The rows, each indented by `indent` spaces and ended by a line break; no trailing space.
  std::string text(std::size_t indent) const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<Align> alignment_;
};

}  // namespace wvagate::report
