namespace Contrail.Core.Files;

/// <summary>Checks one file as it is read, in memory that does not grow with it.</summary>
internal interface ITraceVerifier : ITraceIntake
{
    /// <summary>Says that no more bytes will come, and gives the verdict.</summary>
    TraceVerdict Conclude();
}
