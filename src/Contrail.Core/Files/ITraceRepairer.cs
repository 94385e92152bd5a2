
namespace Contrail.Core.Files;

/// <summary>
/// Recovers everything before the first damage into a valid file, while the damaged file is read. The output goes to
/// the buffer passed in, which its owner may empty at any time.
/// </summary>
internal interface ITraceRepairer : ITraceIntake
{
    /// <summary>Completes the input, writes the end of the file, and returns what was done.</summary>
    TraceRepair Conclude();
}
