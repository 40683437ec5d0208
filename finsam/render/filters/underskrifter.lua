-- Lines to sign on, for Quarto and for the embedded engine alike: a Div.underskrifter that holds a Div.underskrift for
-- each, with what stands below its line. Pages have them by their styles. No table: nothing of it is data.

local TYPST = FORMAT == 'typst'

local function raw(code) return pandoc.RawBlock(TYPST and 'typst' or 'openxml', code) end

-- The line is the lower edge of an empty paragraph, which Word keeps with the text below it.
local LINE = '<w:p><w:pPr><w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
  .. '<w:spacing w:before="640" w:after="40"/><w:ind w:right="4200"/></w:pPr></w:p>'

-- In typst, with nothing of the look left to the template around it.
local GRID = '#grid(columns: (1fr, 1fr), column-gutter: 1.2cm,'
local FIELD = 'block(breakable: false, width: 100%, inset: (top: 1.5cm), block(width: 100%, stroke: (top: 0.6pt), inset: (top: 5pt))['
  .. '#set par(first-line-indent: 0pt, justify: false)'

function Div(div)
  if not div.classes:includes 'underskrifter' or not (TYPST or FORMAT == 'docx') then return nil end
  local out = pandoc.Blocks {}
  if TYPST then out:insert(raw(GRID)) end
  for _, field in ipairs(div.content) do
    out:insert(raw(TYPST and FIELD or LINE))
    out:extend(field.content)
    if TYPST then out:insert(raw ']),') end
  end
  if TYPST then out:insert(raw ')') end
  return out
end
