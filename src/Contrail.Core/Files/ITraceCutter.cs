
using Contrail.Core.Formats;

namespace Contrail.Core.Files;

/// <summary>The second pass over a file that is cut: keeps only the requested part.</summary>
internal interface ITraceCutter : ITraceIntake, IDisposable
{
    /// <summary>Returns the part as a file; false, with the fault, if it could not be kept.</summary>
    bool TryConclude(out Snapshot? snapshot, out TraceFault? fault);
}
