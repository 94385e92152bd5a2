using Contrail.Core.Formats;
using Contrail.Machine.Figures;

namespace Contrail.Machine;

/// <summary>Figures that are counted from the stream of a source, and recorded with those of the operating system.
/// Called by one thread at a time.</summary>
internal interface IStreamFigures
{
    /// <summary>Passes on the figures of the time since the last call.</summary>
    /// <param name="now">The moment of the reading.</param>
    /// <param name="sink">Takes them.</param>
    void Read(TraceTicks now, IFigureSink sink);
}
