-- Quarto keeps a figure's alternative text from docx; pandoc writes it there when it is the image's own text.
function Image(image)
  local alt = image.attributes['fig-alt'] or image.attributes['alt']
  if FORMAT == 'docx' and alt and alt ~= '' then
    image.caption = {pandoc.Str(alt)}
    return image
  end
end
