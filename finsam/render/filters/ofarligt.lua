-- What no book may hold, whoever wrote it: code of a page, a document or a typesetter, and addresses that run something.
--
-- The last wall: data is escaped where chapters write it, and texts are refused where they are read. Gathers what it finds
-- in the metadata field `farligt`, as JSON: a list of {fil, text, varde}.

-- What chapters and layout give their elements, and pandoc itself.
local ATTRIBUTES = {}
for _, name in ipairs {'role', 'aria-label', 'fig-alt', 'when-format', 'startFrom'} do ATTRIBUTES[name] = true end

local function is_address(target)
  if target:match '[%c\\]' then return false end
  local scheme = target:lower():match '^([^/?#]*):'
  return not scheme and not target:match '^//' or scheme == 'http' or scheme == 'https' or scheme == 'mailto'
end

local function is_picture(target) return target:match '^figurer/[%w_-]+$' or target:match '^figurer/[%w_-]+%.%w+$' end

function Pandoc(doc)
  local faults = pandoc.List()
  for _, chapter in ipairs(doc.blocks) do
    local file = chapter.attributes.fil .. '.ipynb'
    local function fault(text, value) faults:insert {fil = file, text = text, varde = value} end

    local function raw(it) fault('holds code in ' .. it.format, it.text) end

    local function attributes(it)
      for name, value in pairs(it.attributes) do
        if not ATTRIBUTES[name] then fault('has an attribute that a text may not have', name .. '="' .. value .. '"') end
      end
    end

    -- A block that begins with a word in braces, such as {mermaid}, is run by Quarto; to pandoc it is code in a line.
    local function code(it)
      attributes(it)
      if it.text:match '^%s*{%a[^}]*}%s' then fault('holds code to be run', it.text) end
    end

    pandoc.Div(chapter.content):walk {
      RawBlock = raw, RawInline = raw,
      Math = function(it) fault('holds a formula of TeX', it.text) end,
      Div = attributes, Span = attributes, Header = attributes, Figure = attributes, Table = attributes,
      Code = code, CodeBlock = attributes,
      Link = function(it)
        attributes(it)
        if not is_address(it.target) then fault('links to something that is no page', it.target) end
      end,
      Image = function(it)
        attributes(it)
        if not is_picture(it.src) then fault('shows a picture that is not its own', it.src) end
      end,
    }
  end
  if #faults > 0 then doc.meta.farligt = pandoc.MetaString(pandoc.json.encode(faults)) end
  return doc
end
