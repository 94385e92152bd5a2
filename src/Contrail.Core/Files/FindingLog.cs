namespace Contrail.Core.Files;

/// <summary>What was found so far: what repeats within a frame is one finding, and the list has an end.</summary>
internal sealed class FindingLog
{
    /// <summary>More than anybody reads; what is beyond is counted.</summary>
    private const int MaxFindings = 100;

    /// <summary>Damage may stand behind any number of notes, and must be told.</summary>
    private const int MaxNotes = MaxFindings / 2;

    private readonly List<Finding> _findings = [];
    private int _frameStart;

    /// <summary>Those of the list, in the order in which they were found.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    public long DamageCount { get; private set; }

    public long NoteCount { get; private set; }

    /// <summary>A frame begins: what is found from here on is not one with what was found before.</summary>
    public void BeginFrame() => _frameStart = _findings.Count;

    public void Add(in Finding finding)
    {
        DamageCount += finding.Grade == FindingGrade.Damage ? 1 : 0;
        NoteCount += finding.Grade == FindingGrade.Note ? 1 : 0;
        for (int index = _frameStart; index < _findings.Count; index++)
        {
            Finding before = _findings[index];
            if (before.Code == finding.Code)
            {
                _findings[index] = before with { Count = before.Count + finding.Count };
                return;
            }
        }

        if (_findings.Count < (finding.Grade == FindingGrade.Damage ? MaxFindings : MaxNotes))
        {
            _findings.Add(finding);
        }
    }
}
