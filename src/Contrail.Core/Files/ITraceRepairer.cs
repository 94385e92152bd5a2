
namespace Contrail.Core.Files;

/// <summary>
/// Makes a valid file of everything before the first damage of another, as that one is read. What it writes goes to
/// the buffer it was given, which its owner empties whenever he likes.
/// </summary>
internal interface ITraceRepairer : ITraceIntake
{
    /// <summary>Says that no more bytes will come, writes the end, and tells what was done.</summary>
    TraceRepair Conclude();
}
