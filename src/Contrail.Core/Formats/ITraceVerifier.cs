namespace Contrail.Core.Formats;

/// <summary>Checks one file as it is read, in memory that does not grow with it.</summary>
public interface ITraceVerifier : ITraceIntake
{
    /// <summary>Says that no more bytes will come, and gives the verdict.</summary>
    TraceVerdict Conclude();
}
