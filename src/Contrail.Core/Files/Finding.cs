using Contrail.Core.Formats;

namespace Contrail.Core.Files;

/// <summary>Something wrong with a file.</summary>
/// <param name="Fault">What it is, and the offset of the frame, or of the event in it, in the file.</param>
/// <param name="Grade">What the finding means to readers.</param>
/// <param name="Count">How often it was found within that frame.</param>
/// <param name="Cause">The more specific fault, where the finding names only its kind; otherwise null.</param>
internal readonly record struct Finding(TraceFault Fault, FindingGrade Grade, long Count = 1, TraceFault? Cause = null)
{
    /// <summary>The stable name of the finding.</summary>
    public TraceFaultCode Code => Fault.Code;

    /// <summary>The offset from the start of the file, in bytes.</summary>
    public long Offset => Fault.Offset;
}
