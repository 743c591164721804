#include "harness/report/html.hpp"

#include "analysis/metric/series_analysis.hpp"
#include "harness/plot/style.hpp"
#include "harness/report/analysis_html.hpp"
#include "harness/report/page_assets.hpp"
#include "harness/report/svg_inline.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::report {
namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("Markup in text is text") {
  CHECK(html("<script>alert('&\"')</script>") == "&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;");
  CHECK(html("a\nb\xff") == "a\\x0ab\\xff");
  CHECK(html("\xe2\x80\xae") == "\\xe2\\x80\\xae");
}

TEST_CASE("Table cells sort by their value and absent ones have none") {
  HtmlTable table({{"name", HtmlTable::Align::left, ""}, {"ms", HtmlTable::Align::right, "mean \"x\""}});
  table.row().text("<b>").number(1.239, 2);
  table.row().text("c").number(std::nullopt, 2);
  table.row().text("d").sorted("≥ 2.0", 2.0);
  const std::string markup = table.markup();
  CHECK(table.rows() == 3);
  CHECK(holds(markup, "<th class=r scope=col title=\"mean &quot;x&quot;\">ms</th>"));
  CHECK(holds(markup, "<tr><td>&lt;b&gt;<td class=r data-v=1.239>1.24"));
  CHECK(holds(markup, "<tr><td>c<td class=r data-v=\"\">–"));
  CHECK(holds(markup, "<td class=r data-v=2>≥ 2.0"));
}

TEST_CASE("A picture becomes an element with ids and colours of its own") {
  const std::string svg =
      "<?xml version=\"1.0\"?>\n<svg \n width=\"12\" viewBox=\"0 0 12 6\"\n>\n<title>t</title>\n<g "
      "id=\"gnuplot_canvas\">"
      "<path id='gpPt0' stroke='rgb(  0, 114, 178)'/><use xlink:href='#gpPt0' fill=\"#FFFFFF\"/>"
      "<g style=\"fill:url(#p1)\"><text>id=\"x\" rgb(1,2,3) &lt;b></text></g></g></svg>\n";
  CHECK(inline_svg(svg, "chart", "says \"so\"") ==
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=img "
        "aria-label=\"says &quot;so&quot;\" viewBox=\"0 0 12 6\">\n\n<g id=\"chart-gnuplot_canvas\">"
        "<path id='chart-gpPt0' stroke='var(--c-0072b2,#0072b2)'/>"
        "<use xlink:href='#chart-gpPt0' fill=\"var(--c-ffffff,#ffffff)\"/>"
        "<g style=\"fill:url(#chart-p1)\"><text>id=\"x\" rgb(1,2,3) &lt;b></text></g></g></svg>\n");
  CHECK(inline_svg("no picture", "chart", "") == "");
  CHECK_FALSE(inline_svg("<svg><path d='", "chart", "").empty());
}

TEST_CASE("Every colour of the charts has a counterpart for dark pages") {
  const std::string style(page_style());
  for (std::size_t i = 0; i < static_cast<std::size_t>(plot::Thing::count); ++i) {
    const std::string colour(plot::style_of(static_cast<plot::Thing>(i)).colour.substr(1));
    CAPTURE(colour);
    CHECK(holds(style, "--c-" + colour + ":"));
  }
  for (const std::string_view colour : {plot::kTextColour, plot::kFaintTextColour, plot::kFrameColour,
                                        plot::kGridColour, plot::kZeroColour, plot::kBackground}) {
    CHECK(holds(style, "--c-" + std::string(colour.substr(1)) + ":"));
  }
}

TEST_CASE("A page says what came out, escapes names and reaches for nothing outside") {
  const std::string evil = "<script>alert(1)</script>";
  Series series = testing::series_of_itl({9.0, 11.0, 12.0, 9.0});
  series.variant = evil;
  const std::vector<metric::SeriesAnalysis> analyses = {metric::analyze(series, testing::kCycle)};
  LogFacts facts;
  facts.name = evil;
  facts.offending.push_back({.number = 7, .reason = Malformed::broken_json, .snippet = evil});
  const std::vector<HtmlChart> charts = {
      {.name = "itl_analysis", .title = evil, .svg = "<svg viewBox=\"0 0 1 1\"></svg>", .instead = ""},
      {.name = "other", .title = "", .svg = "", .instead = "nothing there"}};
  const std::string page = analysis_html({.facts = facts,
                                          .series = analyses,
                                          .charts = charts,
                                          .tool_version = "1",
                                          .without_charts = "why not"});
  CHECK_FALSE(holds(page, evil));
  CHECK(holds(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  CHECK(holds(
      page,
      "<b class=bad>SLOs missed</b>: ITL too high in 2 cycles (50.0 % compliant, longest gap 2.0 min)"));
  CHECK(holds(page, "<figure id=itl_analysis><svg "));
  CHECK(holds(page, "<li><code>other</code>: nothing there</li>"));
  CHECK(holds(page, "why not"));
  CHECK(holds(page, "<td class=r>2<td class=r>3\n"));  // first and last line of the gap
  CHECK(holds(page, "script-src '" + std::string(page_script_hash()) + "'"));
  for (const std::string_view reaching : {" src=", "@import", "url(http", "<link", "<iframe", "fetch("})
    CHECK_FALSE(holds(page, reaching));
  Series good = testing::series_of_itl({9.0, 9.5});
  const std::vector<metric::SeriesAnalysis> met = {metric::analyze(good, testing::kCycle)};
  CHECK(holds(
      analysis_html({.facts = facts, .series = met, .charts = {}, .tool_version = "1", .without_charts = ""}),
      "<b class=good>SLOs met</b> in every measured cycle"));
}

}  // namespace
}  // namespace wvagate::report
