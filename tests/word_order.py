"""The order in which the schema of WordprocessingML (ECMA-376, transitional) has the children of elements that Word
refuses a document for, where LibreOffice is lenient."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_BORDERS = "top start left bottom end right insideH insideV tl2br tr2bl"

#: By the element's name.
ORDER = {
    name: children.split()
    for name, children in {
        "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
            suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
            snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
            textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
        "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
            vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em
            lang eastAsianLayout specVanish oMath rPrChange""",
        "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
            tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange""",
        "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
            headers cellIns cellDel cellMerge tcPrChange""",
        "tblBorders": _BORDERS,
        "tcBorders": _BORDERS,
        "pBdr": "top left bottom right between bar",
        "tbl": "tblPr tblGrid tr",
        "tr": "tblPrEx trPr tc",
        "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
            pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings
            sectPrChange""",
        "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
        "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
        "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
        "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked
            personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
        "font": """altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic
            embedBoldItalic""",
        "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
            displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts
            embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader
            bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState
            formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge
            revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride
            styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone
            doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders
            bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing
            drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery
            doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData
            noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter
            noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent
            alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt
            showXMLTags alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids
            mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures
            forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags
            decimalSymbol listSeparator""",
    }.items()
}  # fmt: skip

#: Of these a parent holds one of a name at most.
_ONCE = ("pPr", "rPr", "tblPr", "tcPr", "tblBorders", "tcBorders", "pBdr", "settings")
_ANYWHERE = ("bookmarkStart", "bookmarkEnd")


def out_of_order(docx: Path) -> Iterator[str]:
    """What in the parts of the document stands at another place than the schema has it, or twice."""
    with ZipFile(docx) as archive:
        for part in sorted(archive.namelist()):
            if part.startswith("word/") and part.endswith(".xml"):
                for element in etree.fromstring(archive.read(part)).iter(f"{_W}*"):
                    yield from (f"{part}: {wrong}" for wrong in _wrong(element))


def _wrong(element: etree._Element) -> Iterator[str]:
    name = etree.QName(element).localname
    if name not in ORDER:
        return
    children = [etree.QName(child).localname for child in element]
    children = [child for child in children if child not in _ANYWHERE]
    if unknown := set(children) - set(ORDER[name]):
        yield f"{name} holds {sorted(unknown)}"
        return
    places = [ORDER[name].index(child) for child in children]
    if places != sorted(places) or (name in _ONCE and len(set(places)) < len(places)):
        yield f"{name} has {children}"
