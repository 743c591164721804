#pragma once

#include <string>
#include <string_view>

namespace wvagate::report {

/// A stranger's text in Markdown, as code that nothing in it can leave: no formatting, no link, no mention,
/// no new table cell or line.
std::string markdown_code(std::string_view text);

/// A sentence of ours that may hold a stranger's names: every character that Markdown or HTML acts on is an
/// entity.
std::string markdown_text(std::string_view text);

}  // namespace wvagate::report
