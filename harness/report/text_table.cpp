#include "harness/report/text_table.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"

namespace wvagate::report {

TextTable::TextTable(std::vector<std::string> header, std::vector<Align> alignment)
    : alignment_(std::move(alignment)) {
  rows_.push_back(std::move(header));
}

void TextTable::add_row(std::vector<std::string> row) {
  rows_.push_back(std::move(row));
}

std::string TextTable::text(std::size_t indent) const {
  std::vector<std::size_t> widths(alignment_.size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string text;
  for (const auto& row : rows_) {
    text.append(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t padding = widths[i] - display_width(row[i]);
      if (i > 0) text += "  ";
      if (alignment_[i] == Align::right) text.append(padding, ' ');
      text += row[i];
      if (alignment_[i] == Align::left) text.append(padding, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

}  // namespace wvagate::report
