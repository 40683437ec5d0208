-- A part of a document as a document of its own: the chapters that the metadata field `urval` names, one a line. What is
-- said of other chapters stays as text, since a link would lead nowhere.

function Pandoc(doc)
  local wanted, there = {}, {}
  for name in pandoc.utils.stringify(doc.meta.urval):gmatch '[^\n]+' do wanted[name] = true end
  doc.blocks = doc.blocks:filter(function(chapter) return wanted[chapter.attributes.fil] end)
  local function note(element)
    if (element.identifier or '') ~= '' then there[element.identifier] = true end
  end
  doc:walk {Block = note, Inline = note}
  return doc:walk {
    Link = function(link)
      local id = link.target:match '^#(.+)$'
      if id and not there[id] then return link.content end
    end,
  }
end
