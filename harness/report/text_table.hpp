#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wvagate::report {

/// Columns of text for people. The first column is left-aligned, the others as told.
class TextTable {
 public:
  enum class Align { left, right };

  TextTable(const std::vector<std::string>& header, std::vector<Align> alignment);

  void add_row(const std::vector<std::string>& row);
  bool empty() const { return row_sizes_.size() <= 1; }

  /// The rows, each indented by `indent` spaces and ended by a line break; no trailing space.
  std::string text(std::size_t indent) const;

 private:
  struct Cell {
    std::size_t bytes = 0;
    std::size_t columns = 0;  ///< that it takes on a terminal
  };

  // All cells one after the other: a table of ten thousand rows is a few allocations.
  std::string cells_;
  std::vector<Cell> sizes_;
  std::vector<std::size_t> row_sizes_;  ///< cells of each row
  std::vector<std::size_t> widths_;     ///< of the widest cell of each column
  std::vector<Align> alignment_;
};

}  // namespace wvagate::report
