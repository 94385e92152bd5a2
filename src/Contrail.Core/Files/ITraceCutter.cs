
namespace Contrail.Core.Files;

/// <summary>The second reading of a file that is cut: it keeps the part asked for, and no more.</summary>
internal interface ITraceCutter : ITraceIntake, IDisposable
{
    /// <summary>The part as a file of its own; false if it could not be kept, and why.</summary>
    bool TryConclude(out Snapshot? snapshot, out string fault);
}
