#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace wvagate::plot {

/// A data file of named blocks, in gnuplot's form: columns of numbers, NaN where one is absent.
class DataFile {
 public:
  /// Begins the block that a script reads with `index '[name]'`; `columns` names its columns to people.
  /// Neither is a stranger's text.
  void begin(std::string_view name, std::string_view columns);
  bool contains(std::string_view name) const;
  /// Each number with the fewest digits that read back as the same.
  void row(std::initializer_list<double> values);
  /// The line drawn through the rows is broken here.
  void break_line() { text_ += "\n"; }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// "index '[name]'", to follow a data file in a plot command. The brackets are there because gnuplot takes
/// the first block that begins with the name.
std::string block(std::string_view name);

}  // namespace wvagate::plot
