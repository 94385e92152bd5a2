using Contrail.Capture;
using Contrail.Core.Files;

namespace Contrail.Tool.Text;

/// <summary>Describes a finding of <c>verify</c>.</summary>
internal static class FindingText
{
    /// <summary>Returns what is wrong, as specifically as it is known.</summary>
    public static string Of(in Finding finding) => TraceFaultText.Of(finding.Cause ?? finding.Fault);
}
