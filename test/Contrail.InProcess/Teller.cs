namespace Contrail.InProcess;

/// <summary>Another thread that writes an event when told to, and says when it has.</summary>
internal sealed class Teller : IDisposable
{
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _told = new(0);
    private readonly Thread _thread;
    private long _number;

    public Teller()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "teller" };
        _thread.Start();
    }

    public void Tell(long number)
    {
        _number = number;
        _asked.Release();
        _told.Wait();
    }

    public void Dispose()
    {
        _number = 0;
        _asked.Release();
        _thread.Join();
        _asked.Dispose();
        _told.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _asked.Wait();
            if (_number == 0)
            {
                return;
            }

            TestEvents.Log.Told(_number);
            _told.Release();
        }
    }
}
