#include "harness/cli/drawing.hpp"

#include <cstdlib>

#include "harness/plot/gnuplot.hpp"

namespace wvagate::cli {

std::string search_path() {
  const char* path = std::getenv("PATH");
  return path == nullptr ? "" : path;
}

CLI::Option* add_chart_option(CLI::App& app, ChartArguments& arguments, bool with_none) {
  std::vector<std::string> formats = {"svg", "png"};
  if (with_none) formats.emplace_back("none");
  return app
      .add_option("--charts", arguments.format,
                  std::string("Draw charts as svg (the default) or as png of 300 dpi") +
                      (with_none ? ", or none" : ""))
      ->check(CLI::IsMember(formats))
      ->type_name("FORMAT");
}

DrawnCharts draw_charts(const LogFacts& facts, std::span<const metric::SeriesAnalysis> analyses,
                        const ChartArguments& arguments, const std::function<bool()>& give_up) {
  DrawnCharts drawn;
  if (!arguments.wanted()) return drawn;
  drawn.format = arguments.format == "png" ? plot::Format::png : plot::Format::svg;
  drawn.charts = plot::make_charts(plot::chart_input(facts, analyses), drawn.format);
  plot::Drawing drawing =
      plot::draw(drawn.charts, drawn.format, {.search_path = search_path(), .give_up = give_up});
  drawn.pictures = std::move(drawing.pictures);
  drawn.problem = std::move(drawing.problem);
  return drawn;
}

void add_charts(const DrawnCharts& drawn, const std::string& prefix, store::DirectoryContent& content) {
  for (const plot::Chart& chart : drawn.charts) {
    content.files[prefix + chart.name + ".gp"] = chart.script;
    content.files[prefix + chart.name + ".dat"] = chart.data;
  }
  for (const auto& [name, picture] : drawn.pictures)
    content.files[prefix + name + "." + std::string(plot::extension_of(drawn.format))] = picture;
}

}  // namespace wvagate::cli
