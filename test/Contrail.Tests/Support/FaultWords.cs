using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Core.Formats;

namespace Contrail.Tests.Support;

/// <summary>Faults as users see them: sentences, and the names in JSON.</summary>
internal static class FaultWords
{
    /// <summary>The sentence; empty without a fault.</summary>
    public static string Words(this TraceFault? fault) => fault is { } found ? TraceFaultText.Of(found) : "";

    /// <summary>The sentence of a finding.</summary>
    public static string Words(this Finding finding) => Words(finding.Cause ?? finding.Fault);

    /// <summary>The name of a finding in JSON.</summary>
    public static string Name(this Finding finding) => EnumName.Of(finding.Code)!;
}
