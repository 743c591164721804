#include "harness/plot/gnuplot_text.hpp"

#include "harness/plot/data_file.hpp"
#include "harness/plot/style.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::plot {
namespace {

TEST_CASE("A name is one gnuplot literal, whatever stands in it") {
  CHECK(literal("plain, 10 ms (4 %)") == "\"plain, 10 ms (4 %)\"");
  CHECK(literal("'; system(\"touch pwned\"); '") == R"x("\0047; system(\0042touch pwned\0042); \0047")x");
  CHECK(literal("`id` @x \\n {^_} $(x)") == R"x("\0140id\0140 \0100x \0134n \0173\0136_\0175 \0044(x)")x");
  CHECK(literal("two\nlines\r") == R"x("two\0134x0alines\0134x0d")x");
  CHECK(literal(std::string_view("nul\0!", 5)) == R"x("nul\0134x00!")x");
  CHECK(literal("\xff") == R"x("\0134xff")x");
  CHECK(literal("\xe2\x80\xae evil") == R"x("\0134xe2\0134x80\0134xae evil")x");
  CHECK(literal("\xef\xbf\xbe") == R"x("\0134xef\0134xbf\0134xbe")x");
  CHECK(literal("a]]>b]]]>") == R"x("a\0135\0135\0134x3eb\0135\0135\0135\0134x3e")x");
  CHECK(literal("1→2 模型") == "\"1→2 模型\"");
  CHECK(literal("") == "\"\"");
}

TEST_CASE("A literal holds nothing that means anything to gnuplot") {
  for (int a = 0; a < 256; ++a) {
    const std::string text = literal(std::string(3, static_cast<char>(a)));
    CAPTURE(a, text);
    REQUIRE(text.size() >= 5);
    CHECK(text.front() == '"');
    CHECK(text.back() == '"');
    const std::string inside = text.substr(1, text.size() - 2);
    CHECK(inside.find_first_of("\"'`@{}$#\n\r") == std::string::npos);
    for (std::size_t at = inside.find('\\'); at != std::string::npos; at = inside.find('\\', at + 1))
      CHECK(inside.find_first_not_of("01234567", at + 1) >= at + 5);
  }
}

TEST_CASE("Long names are cut by code points") {
  const std::string name = shown_name(std::string(10000, 'n'));
  CHECK(name == std::string(kLongestName, 'n') + "…");
  CHECK(shown_name("né") == "né");
}

TEST_CASE("Text has about the width of its characters") {
  CHECK(text_width_px("", 10) == 0);
  CHECK(text_width_px("10", 10) == Approx(11.8));
  CHECK(text_width_px("模", 10) == Approx(11));
  CHECK(text_width_px("WW", 10) > text_width_px("ii", 10));
}

TEST_CASE("Data files have named blocks, shortest digits and NaN for what is absent") {
  DataFile data;
  data.begin("observed 1", "minute ms");
  data.row({0.1, 1e-7});
  data.break_line();
  data.row({2, std::numeric_limits<double>::quiet_NaN()});
  data.begin("observed 10", "minute ms");
  data.row({std::numeric_limits<double>::infinity(), -3});
  CHECK(data.text() ==
        "# [observed 1] minute ms\n0.1 1e-07\n\n2 NaN\n\n\n# [observed 10] minute ms\nNaN -3\n");
  CHECK(data.contains("observed 1"));
  CHECK_FALSE(data.contains("observed"));
  CHECK(block("observed 1") == "index '[observed 1]'");
}

TEST_CASE("Every thing has a name and a colour, and lines lose their markers where there are many") {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Thing::count); ++i) {
    const ThingStyle& style = style_of(static_cast<Thing>(i));
    CAPTURE(i);
    CHECK_FALSE(style.name.empty());
    CHECK(style.colour.size() == 7);
  }
  CHECK(drawn_with(Thing::observed).starts_with("linespoints"));
  CHECK(drawn_with(Thing::observed, true).starts_with("lines "));
  CHECK(drawn_with(Thing::violation).find(" border ") != std::string::npos);
  CHECK(drawn_with(Thing::violation, true).find("noborder") != std::string::npos);
}

}  // namespace
}  // namespace wvagate::plot
