-- Numbers and cross references over the whole book, for the embedded engine (Quarto has its own).
--
-- Reads Div.kapitel chapters (kapitel.lua). Chapters are numbered 1, 2, ...; sections 1.1; tables and figures
-- 1.1, 1.2 by chapter, or 1, 2 in an unnumbered chapter. What is wrong is gathered in the metadata field `fel`,
-- as JSON: a list of {fil, text, varde}, so that all faults are told at once.

local NAMES = {tbl = 'Tabell', fig = 'Figur'}
local KINDS = {tbl = true, fig = true, sec = true} -- of labels
local NBSP = '\u{a0}'

local ids = {}      -- final id -> {name, number, text}; name and number make "Tabell 2.1"
local renamed = {}  -- chapter file -> id as written -> final id
local titles = {}   -- chapter file -> id of its title
local faults = pandoc.List()

local function fault(file, text, value)
  faults:insert {fil = file .. '.ipynb', text = text, varde = value}
end

local function is_label(id) return KINDS[id:match '^(%a+)%-'] or false end

-- Enter an id. Headings in two chapters may share one that pandoc made up; a label that was written may not.
local function register(file, id, target)
  local final, n = id, 1
  while ids[final] do
    n = n + 1
    final = id .. '-' .. n
  end
  if final ~= id and is_label(id) then fault(file, 'the label is used twice in the book', id) end
  ids[final] = target
  renamed[file][id] = renamed[file][id] or final
  return final
end

local function labelled(content, target)
  content:insert(1, pandoc.Span(target.name .. NBSP .. target.number .. ':', {class = 'etikett'}))
  content:insert(2, pandoc.Space())
  return content
end

-- The table of a Div#tbl-x, with the Div's last paragraph as its caption, then whatever else the Div holds.
local function captioned_table(file, div, target)
  local blocks, caption = div.content:clone(), nil
  if #blocks > 0 and blocks[#blocks].t == 'Para' then caption = blocks:remove().content end
  local tbl, at = blocks:find_if(function(block) return block.t == 'Table' end)
  if not tbl or not caption then
    fault(file, 'a tbl- div holds a table and last its caption; one of them is missing', div.identifier)
    return nil
  end
  tbl.identifier = register(file, div.identifier, target)
  tbl.caption = {long = {pandoc.Plain(labelled(caption, target))}}
  blocks[at] = tbl
  return blocks
end

local function number_chapter(chapter, number)
  local file, counts, section = chapter.attributes.fil, {tbl = 0, fig = 0}, {}
  renamed[file] = {}

  local function next_of(kind)
    counts[kind] = counts[kind] + 1
    return {name = NAMES[kind], number = (number and number .. '.' or '') .. counts[kind]}
  end

  local function section_number(level)
    if level == 1 then return number end
    section[level] = (section[level] or 0) + 1
    for deeper = level + 1, 6 do section[deeper] = nil end
    local parts = {number}
    for i = 2, level do parts[i] = section[i] or 0 end
    return table.concat(parts, '.')
  end

  local function heading(header)
    local target = {text = header.content:clone()}
    if header.level == 1 then
      if titles[file] then fault(file, 'has a second chapter title', pandoc.utils.stringify(header)) end
      titles[file] = titles[file] or header.identifier
    end
    if number and header.level <= 3 and not header.classes:includes 'unnumbered' then
      target.name, target.number = header.level == 1 and 'Kapitel' or 'Avsnitt', section_number(header.level)
      header.content:insert(1, pandoc.Span(target.number, {class = 'nummer'}))
      header.content:insert(2, pandoc.Space())
    end
    header.identifier = register(file, header.identifier, target)
    return header
  end

  local function division(div)
    if div.identifier:match '^tbl%-' then return captioned_table(file, div, next_of 'tbl') end
    if div.identifier ~= '' then div.identifier = register(file, div.identifier, {}) end
    return div
  end

  local function figure(fig)
    if fig.identifier:match '^fig%-' then
      local target = next_of 'fig'
      fig.identifier = register(file, fig.identifier, target)
      fig.caption = {long = {pandoc.Plain(labelled(pandoc.utils.blocks_to_inlines(fig.caption.long), target))}}
    end
    return fig
  end

  local function image(img)
    local alt = img.attributes['fig-alt'] or pandoc.utils.stringify(img.caption)
    if alt == '' then fault(file, 'the picture has no fig-alt', img.src) end
    img.caption, img.attributes['fig-alt'] = {pandoc.Str(alt)}, nil
    return img
  end

  local function span(it)
    if it.identifier ~= '' then it.identifier = register(file, it.identifier, {}) end
    return it
  end

  chapter.content = chapter.content:walk {
    traverse = 'topdown', Header = heading, Div = division, Figure = figure, Image = image, Span = span,
  }
  if not titles[file] then fault(file, 'begins without a chapter title', '# ...') end
  return chapter
end

local function reference(file, citation)
  local id = citation.id:gsub('^%u', string.lower)
  local target = ids[renamed[file][id] or id]
  if not target then
    fault(file, 'refers to something that is not in the book', '@' .. id)
    return {pandoc.Str('@' .. id)}
  end
  local text = target.text or {} -- an unnumbered section is called by its title
  if target.number then
    local name = #citation.prefix > 0 and citation.prefix or pandoc.Inlines(target.name)
    if citation.mode == 'SuppressAuthor' then name = pandoc.Inlines {} else name:insert(pandoc.Str(NBSP)) end
    text = name .. {pandoc.Str(target.number)}
  end
  return pandoc.Inlines {pandoc.Link(text, '#' .. (renamed[file][id] or id))} .. citation.suffix
end

local function resolve(chapter)
  local file = chapter.attributes.fil

  local function cite(it)
    local out = pandoc.Inlines {}
    for i, citation in ipairs(it.citations) do
      if not is_label(citation.id:lower()) then return nil end
      if i > 1 then out:extend {pandoc.Str ',', pandoc.Space()} end
      out:extend(reference(file, citation))
    end
    return out
  end

  -- #id in this chapter or any other, chapter.ipynb and chapter.ipynb#id
  local function link(it)
    local other, id = it.target:match '^([^/:#]*)%.ipynb#?(.*)$'
    if not other then other, id = file, it.target:match '^#(.+)$' end
    if not id then return nil end
    if id == '' then id = titles[other] end
    local final = (renamed[other] or {})[id] or id
    if ids[final] then
      it.target = '#' .. final
    else
      fault(file, 'links to something that is not in the book', it.target)
    end
    return it
  end

  -- Swedish has the same mark at both ends; pandoc's writers would give the English pair.
  local function quoted(it)
    local mark = it.quotetype == 'DoubleQuote' and '”' or '’'
    return pandoc.Inlines {pandoc.Str(mark)} .. it.content .. {pandoc.Str(mark)}
  end

  return chapter:walk {Cite = cite, Link = link, Quoted = quoted}
end

function Pandoc(doc)
  local n, chapters = 0, pandoc.List()
  for _, chapter in ipairs(doc.blocks) do
    local title = chapter.content[1]
    local numbered = title and title.t == 'Header' and not title.classes:includes 'unnumbered'
    if numbered then n = n + 1 end
    chapters:insert(number_chapter(chapter, numbered and tostring(n) or nil))
  end
  doc.blocks = chapters:map(resolve)
  if #faults > 0 then doc.meta.fel = pandoc.MetaString(pandoc.json.encode(faults)) end
  return doc
end
