#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wvagate::report {

/// `text` for HTML, between tags or in a quoted attribute: markup is escaped; control characters, ill-formed
/// UTF-8 and bidirectional overrides are \xNN.
std::string html(std::string_view text);

/// A page that needs nothing but itself: no network, no script to be read, light and dark. `title` is text,
/// `body` HTML.
std::string html_page(std::string_view title, std::string_view body);

/// A table that a script may sort and that reads as well without one.
class HtmlTable {
 public:
  enum class Align { left, right };
  struct Column {
    std::string_view heading;
    Align align = Align::right;
    std::string_view explanation;  ///< shown on hovering; may be empty
  };

  explicit HtmlTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  HtmlTable& row();
  /// The next cell of the row; text is escaped.
  HtmlTable& text(std::string_view value);
  /// A number with `digits` after the point; "–" where it is absent, which sorts last.
  HtmlTable& number(std::optional<double> value, int digits);
  /// A count or line number.
  HtmlTable& whole(std::size_t value);
  /// What is shown, and the number that it sorts by.
  HtmlTable& sorted(std::string_view shown, std::optional<double> by);

  std::size_t rows() const { return rows_; }
  std::string markup() const;

 private:
  void open_cell(std::string_view attributes);

  std::vector<Column> columns_;
  std::string body_;
  std::size_t rows_ = 0;
  std::size_t cell_ = 0;
};

}  // namespace wvagate::report
