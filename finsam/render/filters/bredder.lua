-- The column widths of a table in print (pdf by typst, docx), by what stands in its columns. A filter for Quarto; the
-- embedded engine takes its functions into tryck.lua.

-- How many digits wide a line of the text area is, by the size of the table's text. A table takes the largest
-- size that its longest words and its figures fit in; the last has a page on its side.
local SIZES = {{name = 'normal', line = 93}, {name = 'liten', line = 112}, {name = 'liggande', line = 172}}
local PADDING = 2.4 -- of a column

-- The width of a text in digits, near enough to place columns by.
local function width(text)
  local total = 0
  for _, code in utf8.codes(text) do
    local char = utf8.char(code)
    if char:match '[iljtfr.,:;\' ]' or char == '\u{a0}' then total = total + 0.65
    elseif char:match '[%umwMW%%]' then total = total + 1.3
    else total = total + 1.03 end
  end
  return total
end

local function longest_word(text)
  local longest = 0
  for word in text:gmatch '[^ \n]+' do longest = math.max(longest, width(word)) end -- no-break spaces join
  return longest
end

function all_rows(tbl)
  local rows = pandoc.List()
  for _, body in ipairs(tbl.bodies) do rows = rows .. body.head .. body.body end
  return rows
end

local function text_of(cell) return pandoc.utils.stringify(cell.contents) end

-- For each column the width it must have and the one it would like; columns of figures are made alike.
local function needs(tbl)
  local least, wish, figures = {}, {}, 0
  for i, colspec in ipairs(tbl.colspecs) do
    local is_figures = colspec[1] == pandoc.AlignRight
    local head = tbl.head.rows[1]
    local title = head and text_of(head.cells[i]) or ''
    least[i], wish[i] = longest_word(title), math.min(width(title), 16)
    for _, row in ipairs(all_rows(tbl)) do
      local cell = row.cells[i]
      if cell and cell.col_span == 1 then
        local text = text_of(cell)
        least[i] = math.max(least[i], is_figures and width(text) or longest_word(text))
        wish[i] = math.max(wish[i], width(text))
      end
    end
    wish[i] = math.max(wish[i], least[i])
    if is_figures then figures = math.max(figures, wish[i]) end
  end
  for i, colspec in ipairs(tbl.colspecs) do
    if colspec[1] == pandoc.AlignRight then wish[i] = math.min(figures, least[i] * 2) end
  end
  return least, wish
end

local function total(widths)
  local sum = 0
  for _, value in ipairs(widths) do sum = sum + value + PADDING end
  return sum
end

-- Set the widths of the columns as shares of the line; returns the size that the table needs. A small table
-- stays narrow, so that the eye need not travel from the words to the figures.
function fit_columns(tbl)
  local least, wish = needs(tbl)
  local size = SIZES[#SIZES]
  for i = #SIZES, 1, -1 do
    if total(least) <= SIZES[i].line then size = SIZES[i] end
  end
  local must, would = total(least), total(wish)
  local room = math.max(must, math.min(math.max(would * 1.1, size.line * 0.55), size.line))
  local granted = would > must and math.min((room - must) / (would - must), 1) or 0
  local rest = math.max(room - would, 0) -- goes to the words
  for i, colspec in ipairs(tbl.colspecs) do
    local share = least[i] + PADDING + granted * (wish[i] - least[i]) + (i == 1 and rest or 0)
    colspec[2] = math.floor(share / math.max(size.line, room) * 1000) / 1000
  end
  tbl.colspecs = tbl.colspecs
  return size.name
end

if FORMAT == 'typst' or FORMAT == 'docx' then
  -- Quarto's text is larger than ours: a table takes the whole line.
  function Table(tbl)
    fit_columns(tbl)
    local sum = 0
    for _, colspec in ipairs(tbl.colspecs) do sum = sum + colspec[2] end
    for _, colspec in ipairs(tbl.colspecs) do colspec[2] = colspec[2] / sum end
    tbl.colspecs = tbl.colspecs
    return tbl
  end
end
