namespace Contrail.Ipc;

/// <summary>The exception for a request that a runtime understood and refused.</summary>
internal sealed class IpcRefusedException : IOException
{
    /// <summary>The runtime does not know the command: it is older than we thought.</summary>
    public const int UnknownCommand = unchecked((int)0x80131385);

    /// <summary>The runtime could not read the payload, or did not like a value in it.</summary>
    public const int BadEncoding = unchecked((int)0x80131384);

    public IpcRefusedException(IpcCommand command, int hresult)
        : base($"The runtime refused {command}: {Explain(hresult)} (0x{hresult:X8}).", hresult)
    {
        Command = command;
    }

    public IpcCommand Command { get; }

    public bool IsUnknownCommand => HResult == UnknownCommand;

    private static string Explain(int hresult) => hresult switch
    {
        UnknownCommand => "it does not know this command",
        BadEncoding => "it did not accept the request's content",
        _ => "it failed",
    };
}
