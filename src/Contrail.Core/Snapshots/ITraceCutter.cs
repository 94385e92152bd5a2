using Contrail.Core.Formats;

namespace Contrail.Core.Snapshots;

/// <summary>The second reading of a file that is cut: it keeps the part asked for, and no more.</summary>
public interface ITraceCutter : ITraceIntake, IDisposable
{
    /// <summary>The part as a file of its own; false if it could not be kept, and why.</summary>
    bool TryConclude(out Snapshot? snapshot, out string fault);
}
