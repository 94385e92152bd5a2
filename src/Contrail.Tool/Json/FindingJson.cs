using Contrail.Core.Files;

namespace Contrail.Tool.Json;

/// <summary>A finding in the output of <c>contrail verify --json</c>.</summary>
internal sealed record FindingJson(string Code, FindingGrade Grade, long Offset, string Words, long Count)
{
    public static FindingJson Of(Finding finding) =>
        new(finding.Code, finding.Grade, finding.Offset, finding.Words, finding.Count);
}
