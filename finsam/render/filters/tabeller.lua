-- The tables of a book, for Quarto and for the embedded engine alike.
--
-- The first column heads its row. A span in the first cell says what a row is, and the row gets its class:
--   summa     bold, a rule above
--   resultat  bold, a stronger rule
--   varav     a part of the row above, indented
--   sektion   heads the rows below it and spans all columns
-- Column widths that pandoc guesses from the dashes of a pipe table are dropped; print has its own (bredder.lua).

local INDENT = '\u{2003}' -- an em space survives into docx and typst, where padding does not

-- The kind of a row and its first cell's content without the span; nil for an ordinary row.
local function kind_of(row)
  local block = row.cells[1] and row.cells[1].contents[1]
  local span = block and (block.t == 'Plain' or block.t == 'Para') and block.content[1]
  if not (span and span.t == 'Span') then return nil end
  for _, kind in ipairs {'summa', 'resultat', 'varav', 'sektion'} do
    if span.classes:includes(kind) then
      block.content:remove(1)
      return kind, span.content .. block.content
    end
  end
end

local function strong(cell)
  return cell.contents:walk {
    Plain = function(plain)
      if #plain.content > 0 then return pandoc.Plain {pandoc.Strong(plain.content)} end
    end,
  }
end

local function styled(row, columns)
  local kind, content = kind_of(row)
  if not kind then return row, nil end
  row.attr.classes:insert(kind)
  if kind == 'varav' then content:insert(1, pandoc.Str(INDENT)) end
  row.cells[1].contents = pandoc.Blocks {pandoc.Plain(content)}
  if kind == 'sektion' then
    row.cells = {pandoc.Cell(row.cells[1].contents, pandoc.AlignLeft, 1, columns)}
  end
  if kind ~= 'varav' then
    for _, cell in ipairs(row.cells) do cell.contents = strong(cell) end
  end
  return row, kind
end

local function body_under(head, attr)
  return {attr = attr or pandoc.Attr(), head = head, body = pandoc.List(), row_head_columns = 1}
end

function Table(tbl)
  local columns, bodies = #tbl.colspecs, pandoc.List()
  for _, colspec in ipairs(tbl.colspecs) do colspec[2] = nil end
  for _, old in ipairs(tbl.bodies) do
    local body = body_under(old.head, old.attr)
    for _, row in ipairs(old.body) do
      local kind
      row, kind = styled(row, columns)
      if kind ~= 'sektion' then
        body.body:insert(row)
      else -- a new group of rows with its own heading row
        if #body.body > 0 or #body.head > 0 then bodies:insert(body) end
        body = body_under(pandoc.List {row})
      end
    end
    bodies:insert(body)
  end
  tbl.bodies = bodies
  tbl.colspecs = tbl.colspecs
  return tbl
end
