namespace Contrail.Core.Files;

/// <summary>The findings so far: repetitions within a frame are one finding, and the list is limited.</summary>
internal sealed class FindingLog
{
    /// <summary>More than a person reads; findings beyond it are only counted.</summary>
    private const int MaxFindings = 100;

    /// <summary>Damage can follow any number of notes, and must be reported.</summary>
    private const int MaxNotes = MaxFindings / 2;

    private readonly List<Finding> _findings = [];
    private int _frameStart;

    /// <summary>The listed findings, in the order in which they were found.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    public long DamageCount { get; private set; }

    public long NoteCount { get; private set; }

    /// <summary>Starts a frame: findings from here on are not merged with earlier ones.</summary>
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
