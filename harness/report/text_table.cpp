#include "harness/report/text_table.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"

namespace wvagate::report {

TextTable::TextTable(const std::vector<std::string>& header, std::vector<Align> alignment)
    : widths_(alignment.size()), alignment_(std::move(alignment)) {
  add_row(header);
}

void TextTable::add_row(const std::vector<std::string>& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::size_t columns = display_width(row[i]);
    cells_ += row[i];
    sizes_.push_back({.bytes = row[i].size(), .columns = columns});
    widths_[i] = std::max(widths_[i], columns);
  }
  row_sizes_.push_back(row.size());
}

std::string TextTable::text(std::size_t indent) const {
  std::string text;
  text.reserve(row_sizes_.size() * (indent + 3 * widths_.size()) + cells_.size());
  std::string_view cells = cells_;
  auto size = sizes_.begin();
  for (const std::size_t row_size : row_sizes_) {
    text.append(indent, ' ');
    for (std::size_t i = 0; i < row_size; ++i, ++size) {
      const std::size_t padding = widths_[i] - size->columns;
      if (i > 0) text += "  ";
      if (alignment_[i] == Align::right) text.append(padding, ' ');
      text += cells.substr(0, size->bytes);
      cells.remove_prefix(size->bytes);
      if (alignment_[i] == Align::left) text.append(padding, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

}  // namespace wvagate::report
