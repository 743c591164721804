# The notebook's fifteen columns from a log of the text dialect with one variant, as a user would script it, and with care
# for speed: one regular expression a line, fields by index() and substr(). For gawk and mawk.
#   awk -f extract.awk LOG
BEGIN {
  print "timestamp,itlAverage,ttftAverage,rate,inTk,outTk,numRep,itl,ttft,slo_itl,slo_ttft,alpha,beta,gamma,delta"
}

# The text from behind `key` to the next separator; the search goes on where the last one ended.
function field(key,    from) {
  from = index(rest, key)
  if (!from) return ""
  rest = substr(rest, from + length(key))
  match(rest, /[,; }]/)
  return substr(rest, 1, RSTART - 1)
}

!/optimization: - { (servers|models)|Optimization solution/ { next }

/optimization: - { models/ {
  rest = $0
  alpha = field("alpha: "); beta = field("beta: "); gamma = field("gamma: "); delta = field("delta: ")
  next
}

/optimization: - { servers/ {
  rest = substr($0, 1, 80)
  rest = substr(rest, index(rest, "\"ts\":\"") + 6)
  stamp = substr(rest, 1, index(rest, "\"") - 1)
  rest = $0
  observed = stamp "," field("itlAverage: ")
  observed = observed "," field("ttftAverage: ")
  observed = observed "," field("arrivalRate: ")
  observed = observed "," field("avgInTokens: ")
  observed = observed "," field("avgOutTokens: ")
  next
}

{
  rest = $0
  predicted = field("numRep=")
  predicted = predicted "," field("itl=")
  predicted = predicted "," field("ttft=")
  predicted = predicted "," field("slo-itl=")
  predicted = predicted "," field("slo-ttft=")
  print observed "," predicted "," alpha "," beta "," gamma "," delta
}
