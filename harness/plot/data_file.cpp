#include "harness/plot/data_file.hpp"

#include <cmath>

#include "analysis/core/format.hpp"

namespace wvagate::plot {

void DataFile::begin(std::string_view name, std::string_view columns) {
  if (!text_.empty()) text_ += "\n\n";
  text_ += "# [";
  text_ += name;
  text_ += "] ";
  text_ += columns;
  text_ += "\n";
}

bool DataFile::contains(std::string_view name) const {
  return text_.find("# [" + std::string(name) + "] ") != std::string::npos;
}

void DataFile::row(std::initializer_list<double> values) {
  bool first = true;
  for (const double value : values) {
    if (!first) text_ += ' ';
    first = false;
    text_ += std::isfinite(value) ? format_shortest(value) : "NaN";
  }
  text_ += '\n';
}

std::string block(std::string_view name) {
  return "index '[" + std::string(name) + "]'";
}

}  // namespace wvagate::plot
