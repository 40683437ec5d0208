-- Lines to sign on, for Quarto and for the embedded engine alike: a Div.underskrifter that holds a Div.underskrift for
-- each, with what stands below its line. Pages have them by their styles. No table: nothing of it is data.

local TYPST = FORMAT == 'typst'

local function raw(code) return pandoc.RawBlock(TYPST and 'typst' or 'openxml', code) end

-- The line is the lower edge of an empty paragraph, which Word keeps with the text below it.
local LINE = '<w:p><w:pPr><w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
  .. '<w:spacing w:before="840" w:after="40"/><w:ind w:right="4200"/></w:pPr></w:p>'

function Div(div)
  if not div.classes:includes 'underskrifter' or not (TYPST or FORMAT == 'docx') then return nil end
  local out = pandoc.Blocks {}
  if TYPST then out:insert(raw '#grid(columns: (1fr, 1fr), column-gutter: 1.2cm,') end
  for _, field in ipairs(div.content) do
    if TYPST then
      out:insert(raw 'block(breakable: false, width: 100%, above: 0pt, below: 0pt)[#v(1.5cm) #line(length: 100%, stroke: 0.6pt) #v(-0.5em)')
      out:extend(field.content)
      out:insert(raw '],')
    else
      out:insert(raw(LINE))
      out:extend(field.content)
    end
  end
  if TYPST then out:insert(raw ')') end
  return out
end
