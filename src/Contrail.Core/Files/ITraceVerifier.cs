namespace Contrail.Core.Files;

/// <summary>Checks one file as it is read, in memory that does not grow with it.</summary>
internal interface ITraceVerifier : ITraceIntake
{
    /// <summary>Completes the input and returns the verdict.</summary>
    TraceVerdict Conclude();
}
