using System.Text.Json.Serialization;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Text;

namespace Contrail.Tool.Json;

/// <summary>A finding in the output of <c>contrail verify --json</c>.</summary>
internal sealed record FindingJson(
    TraceFaultCode Code,
    FindingGrade Grade,
    long Offset,
    string Words,
    long Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TraceFaultCode? Cause)
{
    public static FindingJson Of(Finding finding) =>
        new(finding.Code, finding.Grade, finding.Offset, FindingText.Of(finding), finding.Count, finding.Cause?.Code);
}
